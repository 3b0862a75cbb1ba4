import { wilson } from '@throughline/stats'
import { dayMs, sumOf, type DealSum, type PipelineDeal } from './pipeline-deal.ts'
import { timeTo, type TimeTo } from './time-to.ts'

/** How fast deals of one kind become money. */
export interface Velocity extends DealSum {
  /** Mean amount of those that have one, minor units; null where none has. */
  mean: number | null
  /** won ÷ (won + lost); null while nothing is closed. With its 95 % interval by Wilson. */
  winRate: number | null
  winRateLow: number | null
  winRateHigh: number | null
  /** Days from being made to being won or lost; open deals are censored, not left out. */
  cycle: TimeTo
  /** deals × mean × win rate ÷ median days of the cycle: minor units a day. Null where one of them has no value. */
  perDay: number | null
}

/** @param now epoch milliseconds */
export function dealVelocity(deals: readonly PipelineDeal[], now: number): Velocity {
  const sum = sumOf(deals)
  const priced = deals.filter(({ amount }) => amount !== null)
  const lost = deals.filter(({ state }) => state === 'lost').length
  const closed = sum.wonDeals + lost
  const interval = closed === 0 ? null : wilson({ hits: sum.wonDeals, of: closed })
  const mean = priced.length === 0 ? null : sum.value / priced.length
  const winRate = closed === 0 ? null : sum.wonDeals / closed
  const cycle = timeTo(
    deals.map(({ madeAt, closedAt, state }) => ({
      days: ((closedAt ?? now) - madeAt) / dayMs,
      ended: state !== 'open' && closedAt !== null,
    })),
  )
  const { median } = cycle
  return {
    ...sum,
    mean,
    winRate,
    winRateLow: interval?.low ?? null,
    winRateHigh: interval?.high ?? null,
    cycle,
    perDay:
      mean === null || winRate === null || median === null || median === 0
        ? null
        : (deals.length * mean * winRate) / median,
  }
}

/** Velocity by what the CRM says that deals came from, the most worth first; null: it does not say. */
export function velocityBySource(
  deals: readonly PipelineDeal[],
  now: number,
): (Velocity & { leadSource: string | null })[] {
  return [...Map.groupBy(deals, ({ leadSource }) => leadSource)]
    .map(([leadSource, of]) => ({ leadSource, ...dealVelocity(of, now) }))
    .sort((a, b) => b.value - a.value || b.deals - a.deals || ((a.leadSource ?? '') < (b.leadSource ?? '') ? -1 : 1))
}
