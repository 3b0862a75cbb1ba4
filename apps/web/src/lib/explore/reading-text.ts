import {
  formatCount,
  formatDecimal,
  formatMoney,
  formatMoneyParts,
  formatMoneyShort,
  formatPercent,
  type FigureText,
} from '@throughline/ui/format'
import { words } from '#lib/words.ts'
import type { Reading } from './explore-query.ts'

type AnyUnit = 'money' | 'count' | 'share' | 'ratio' | 'hours' | 'months' | 'points'
type Value = Reading['value']
type Amount = NonNullable<Reading['numerator']>

interface Shown {
  unit: AnyUnit
  locale: string
  currency: string
}

/** A metric's value set large; without one it says why. */
export function valueText(value: Value, shown: Shown): FigureText | { why: string } {
  if (!value.ok) return { why: words.noFigure[value.why] ?? value.why }
  if (typeof value.value === 'object') return formatMoneyParts(value.value, shown.locale)
  return { main: plainText(value.value, shown), cents: '' }
}

/** A metric's value in running text, to the cent. */
export function valueLine(value: Value, shown: Shown): string {
  const text = valueText(value, shown)
  return 'why' in text ? text.why : text.main + text.cents
}

/** Any number in a metric's unit: money in minor units, shares as fractions. */
export function plainText(value: number, { unit, locale, currency }: Shown): string {
  const w = words.explore
  switch (unit) {
    case 'money':
      return formatMoney({ minor: value, currency }, locale, { cents: true })
    case 'count':
      return Number.isInteger(value) ? formatCount(value, locale) : formatDecimal(value, locale, 2)
    case 'share':
      return formatPercent(value, locale)
    case 'points':
      return w.points(`${value < 0 ? '−' : '+'}${formatDecimal(Math.abs(value) * 100, locale, 2)}`)
    case 'ratio':
      return `${formatDecimal(value, locale, 2)}×`
    case 'hours':
      return w.hours(formatDecimal(value, locale, 1), value)
    case 'months':
      return w.months(formatDecimal(value, locale, 1), value)
  }
}

/** As an axis names it: short. */
export function shortText(value: number, shown: Shown): string {
  if (shown.unit === 'money') return formatMoneyShort({ minor: value, currency: shown.currency }, shown.locale)
  return plainText(value, shown)
}

/** A numerator or denominator as it went in. */
export const amountText = ({ unit, value }: Amount, locale: string, currency: string): string =>
  plainText(value, { unit, locale, currency })

/** A value as a number that can be drawn: minor units, or itself; null where there is none. */
export function numberOf(value: Value): number | null {
  if (!value.ok) return null
  return typeof value.value === 'object' ? value.value.minor : value.value
}
