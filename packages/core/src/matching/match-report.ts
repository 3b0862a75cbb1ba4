import { tiers, type Tier } from '../attribution/evidence.ts'
import { noSums, qualityOf, type TierSum, type TierSums } from './quality.ts'

/** Sums by day of the tenant and tier. */
export type DaySums = Readonly<Record<string, TierSums>>

/** The share of deterministic dollars fell by a fifth or more of what it was. */
export interface QualityDrop {
  /** `restated`: days that were reported say less now. `recent`: the last week is below the four weeks before it. */
  where: 'restated' | 'recent'
  from: number
  to: number
}

/** What a reconciliation found on days that the last one knew too. */
export interface MatchReport {
  reportNo: number
  madeAt: string
  batch: number
  fromDay: string
  toDay: string
  before: TierSums
  after: TierSums
  drop: QualityDrop | null
}

/** A fall of this part of the share is told of. */
const worthTelling = 0.2

/**
 * Compares what days are said to be now with what was last said of them.
 * @param days what is known now, `last` what was known then; only days of both are compared
 */
export function compareDays(last: DaySums, days: DaySums): Pick<MatchReport, 'before' | 'after' | 'drop'> {
  const both = Object.keys(days).filter((day) => day in last)
  const [before, after] = [sumOf(last, both), sumOf(days, both)]
  const order = Object.keys(days).sort()
  const [recent, past] = [order.slice(-7), order.slice(-35, -7)]
  const drop =
    dropBetween('restated', before, after) ??
    // A week is only held against four of them where there are four.
    (past.length === 28 ? dropBetween('recent', sumOf(days, past), sumOf(days, recent)) : null)
  return { before, after, drop }
}

function dropBetween(where: QualityDrop['where'], before: TierSums, after: TierSums): QualityDrop | null {
  const [from, to] = [shareOf(before), shareOf(after)]
  return from !== null && to !== null && from > 0 && to <= from * (1 - worthTelling) ? { where, from, to } : null
}

const shareOf = (sums: TierSums): number | null =>
  qualityOf(tiers.map((tier) => ({ tier, ...sums[tier] }))).shares?.deterministic ?? null

function sumOf(days: DaySums, which: readonly string[]): TierSums {
  const sums: Record<Tier, TierSum> = noSums()
  for (const day of which)
    for (const tier of tiers) {
      sums[tier].gifts += days[day]?.[tier].gifts ?? 0
      sums[tier].net += days[day]?.[tier].net ?? 0
    }
  return sums
}
