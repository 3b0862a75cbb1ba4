import type { Day } from '@throughline/canonical'
import { dayCount, type DayRange } from '../compared-range.ts'

/** What something that is delivered may spend, as its source says it. */
export interface Budget {
  /** Minor units for each day, or for all of its days together; at most one of the two. */
  daily: number | null
  lifetime: number | null
  /** The first and last day on which it is to run; null: not said. */
  starts: Day | null
  ends: Day | null
}

/**
 * What was planned for the days of a range, in minor units: a daily budget for each day on which it was to run, a lifetime budget
 * evenly over all of its days. Undefined where that cannot be said: no budget, or a lifetime without an end. Zero where it runs on none
 * of these days.
 */
export function plannedBudget({ daily, lifetime, starts, ends }: Budget, range: DayRange): number | undefined {
  const from = starts !== null && starts > range.from ? starts : range.from
  const to = ends !== null && ends < range.to ? ends : range.to
  const days = to < from ? 0 : dayCount({ from, to })
  if (daily !== null) return daily * days
  if (lifetime === null || starts === null || ends === null || ends < starts) return undefined
  return Math.round((lifetime * days) / dayCount({ from: starts, to: ends }))
}
