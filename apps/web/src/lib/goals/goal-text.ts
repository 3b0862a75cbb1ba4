import {
  currencyPlaces,
  decimalOf,
  formatCount,
  formatDecimal,
  formatMoney,
  formatPercent,
} from '@throughline/ui/format'
import type { Answers } from '#lib/app-router.ts'

export type Goal = Answers['goals']['list']['goals'][number]
export type Unit = Goal['unit']

/** A number in the metric's own unit, as people read it. */
export function amountText(value: number, unit: Unit, currency: string, locale: string): string {
  if (unit === 'money') return formatMoney({ minor: Math.round(value), currency }, locale)
  if (unit === 'share' || unit === 'points') return formatPercent(value, locale)
  if (unit === 'count') return formatCount(Math.round(value), locale)
  return formatDecimal(value, locale, 2)
}

/** A target as it is typed: money in major units, shares in percent. */
export function typedTarget(target: number, unit: Unit, currency: string): string {
  if (unit === 'money') return decimalOf({ minor: target, currency }).replace(/\.0+$/, '')
  if (unit === 'share' || unit === 'points') return String(Math.round(target * 1e6) / 1e4)
  return String(target)
}

/** What was typed, in the metric's own unit; undefined where it is no number. */
export function targetOf(typed: string, unit: Unit, currency: string): number | undefined {
  const number = typed.trim() === '' ? NaN : Number(typed.trim().replaceAll(/[\s']/g, ''))
  if (!Number.isFinite(number)) return undefined
  if (unit === 'money') return Math.round(number * 10 ** currencyPlaces(currency))
  if (unit === 'share' || unit === 'points') return Math.round(number * 1e4) / 1e6
  return number
}
