import { wilson } from '@throughline/stats'
import { money, none, number } from '../../figure.ts'
import type { Worth } from '../../registry/metric.ts'

/** No value, with why. */
export const noWorth = (why: 'no_units' | 'rate_missing' | 'not_read_yet', more: Partial<Worth> = {}): Worth => ({
  ...{ value: none(why), numerator: null, denominator: null, interval: null, units: null },
  ...more,
})

/** So many people of so many, with the score interval. */
export function shareWorth(hits: number, of: number, parts?: Worth['parts']): Worth {
  const found = {
    numerator: { unit: 'count', value: hits },
    denominator: { unit: 'count', value: of },
    units: of,
    ...(parts ? { parts } : {}),
  } as const
  if (of === 0) return noWorth('no_units', found)
  return { ...found, value: number(hits / of), interval: { ...wilson({ hits, of }), level: 0.95 } }
}

/** An amount in minor units, rounded once; NaN is an amount that a rate is missing of. */
export function moneyWorth(minor: number, currency: string, more: Partial<Worth> = {}): Worth {
  if (Number.isNaN(minor)) return noWorth('rate_missing', { units: more.units ?? null })
  return { ...noWorth('no_units'), ...more, value: money(Math.round(minor), currency) }
}

/** Ends that are not finite are no interval. */
export const between = (low: number, high: number): Worth['interval'] =>
  Number.isFinite(low) && Number.isFinite(high) ? { low, high, level: 0.95 } : null
