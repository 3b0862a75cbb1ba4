import type { DaySum } from '../ledger/index.ts'
import { none, type MoneyFigure, type NumberFigure } from './figure.ts'
import type { ProvenMetric, MetricInputs } from './proven-metric.ts'
import { tallyOf } from './tally.ts'

/** Inputs with what may stand in the way of a number. */
export interface ReadInputs extends MetricInputs {
  /** Sums in more than one currency, and no rate: counts stay true, money has no value. */
  mixed: boolean
  /** Nothing was ever read, or nothing that old. */
  unread: boolean
}

/** What was counted over some days, ready for any metric. Sums in other currencies than the tenant's make it `mixed`. */
export function inputsOf(
  sums: readonly DaySum[],
  currency: string,
  people: { donors: number; newDonors: number } = { donors: 0, newDonors: 0 },
  unread = false,
): ReadInputs {
  return {
    currency,
    tally: tallyOf(sums),
    donors: people.donors,
    newDonors: people.newDonors,
    mixed: isMixed(sums, currency),
    unread,
  }
}

/** True where money in another currency than this one is among sums: they are not to be added. */
export const isMixed = (sums: readonly Pick<DaySum, 'currency' | 'minor'>[], currency: string): boolean =>
  sums.some((sum) => sum.currency !== currency && sum.minor !== 0)

/** A metric's value, or the reason why there is none. */
export function figureOf(metric: ProvenMetric, inputs: ReadInputs): MoneyFigure | NumberFigure {
  if (inputs.unread) return none('not_read_yet')
  if (inputs.mixed && metric.terms.some(({ unit }) => unit === 'money')) return none('rate_missing')
  return metric.value(inputs)
}
