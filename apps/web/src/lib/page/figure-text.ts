import {
  formatCount,
  formatDecimal,
  formatMoney,
  formatMoneyParts,
  formatPercent,
  type FigureText,
  type Money,
} from '@throughline/ui/format'
import type { Answers } from '#lib/app-router.ts'
import { words } from '#lib/words.ts'

export type Figure = Answers['overview']['read']['figures'][number]
export type Unit = Figure['unit']
export type FigureValue = Figure['now']

/** A figure as it is set large: its cents in a part of their own. Without a value it says why instead. */
export function figureText(value: FigureValue, locale: string, unit: Unit): FigureText | { why: string } {
  if (!value.ok) return { why: words.noFigure[value.why] ?? value.why }
  if (typeof value.value === 'object') return formatMoneyParts(value.value, locale)
  return { main: plainNumber(value.value, locale, unit), cents: '' }
}

/** A figure in running text, to the cent. */
export function figureLine(value: FigureValue, locale: string, unit: Unit): string {
  const text = figureText(value, locale, unit)
  return 'why' in text ? text.why : text.main + text.cents
}

function plainNumber(value: number, locale: string, unit: Unit): string {
  if (unit === 'share') return formatPercent(value, locale)
  return Number.isInteger(value) ? formatCount(value, locale) : formatDecimal(value, locale, 2)
}

/** How a change is said: percent of what it was; points where the figure is itself a share. */
export function changeText(
  figure: Pick<Figure, 'unit' | 'now' | 'before' | 'change'>,
  locale: string,
): { change: number; text: string } | undefined {
  const { now, before, change, unit } = figure
  if (unit === 'share' && now.ok && before?.ok && typeof now.value === 'number' && typeof before.value === 'number') {
    const points = Math.round((now.value - before.value) * 1000) / 10
    return { change: points, text: `${formatDecimal(Math.abs(points), locale, 1)} pt` }
  }
  if (!change?.ok) return undefined
  return { change: roundedChange(change.value), text: formatPercent(Math.abs(change.value), locale) }
}

/** What rounds to 0.0% is no change: an arrow beside it would claim one. */
export const roundedChange = (change: number) => (Math.abs(change) < 0.0005 ? 0 : change)

/** A signed difference, in the figure's own unit. */
export function differenceText(amount: Money | null, count: number | null, locale: string): string {
  if (amount) return formatMoney(amount, locale, { cents: true, signed: true })
  if (count === null) return '–'
  return `${count > 0 ? '+' : ''}${formatCount(count, locale)}`
}
