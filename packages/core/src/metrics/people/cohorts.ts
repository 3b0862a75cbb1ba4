import { monthClock, monthName } from './day-number.ts'
import type { Moments } from './moments.ts'

/** Who could be watched long enough, and who of them did what is counted. Their quotient is the share. */
export interface Watched {
  watched: number
  kept: number
}

/** People whose first gift lies in one calendar month. */
export interface Cohort {
  /** `2026-11` */
  month: string
  people: number
  /** Months 1 to 3: a further gift in days 30(k−1)+1 to 30k after the first. */
  retained: Watched[]
  /** A second gift within 90 days of the first, the same day counted. */
  repeated: Watched
}

const retentionMonths = 3
const monthDays = 30
const repeatDays = 90

/**
 * Cohorts by the month of their first gift, and how they come back. Only those who could be watched to the end of a span count in its
 * share: whoever gave first 50 days ago is in month 1 alone.
 * @param gifts of everybody from the first day on: see `giftMoments`
 * @param days the first gift lies in [from, to]; `through` is the last day of which everything is known
 */
export function cohortsOf(
  gifts: Moments,
  { from, to, through }: { from: number; to: number; through: number },
): Cohort[] {
  const monthOf = monthClock()
  const cohorts = new Map<number, Cohort>()
  for (let i = 0; i < gifts.people.length; i++) {
    const [begin, end] = [gifts.from[i]!, gifts.from[i + 1]!]
    const first = gifts.day[begin]!
    if (first < from || first > to || first > through) continue
    const month = monthOf(first)
    const cohort = cohorts.get(month) ?? emptyCohort(month)
    cohorts.set(month, cohort)
    cohort.people++
    const seen = monthsGiven(gifts.day, begin, end)
    for (const [k, month] of cohort.retained.entries()) {
      if (first + monthDays * (k + 1) > through) continue
      month.watched++
      if (seen & (1 << k)) month.kept++
    }
    if (first + repeatDays > through) continue
    cohort.repeated.watched++
    if (end - begin > 1 && gifts.day[begin + 1]! - first <= repeatDays) cohort.repeated.kept++
  }
  return [...cohorts].sort(([a], [b]) => a - b).map(([, cohort]) => cohort)
}

const emptyCohort = (month: number): Cohort => ({
  month: monthName(month),
  people: 0,
  retained: Array.from({ length: retentionMonths }, () => ({ watched: 0, kept: 0 })),
  repeated: { watched: 0, kept: 0 },
})

/** Bit k for a further gift in month k + 1. */
function monthsGiven(day: Int32Array, begin: number, end: number): number {
  let seen = 0
  for (let at = begin + 1; at < end; at++) {
    const since = day[at]! - day[begin]!
    if (since > monthDays * retentionMonths) break
    if (since > 0) seen |= 1 << Math.floor((since - 1) / monthDays)
  }
  return seen
}

/** What all cohorts come to together. */
export const togetherOf = (parts: readonly Watched[]): Watched => ({
  watched: parts.reduce((sum, { watched }) => sum + watched, 0),
  kept: parts.reduce((sum, { kept }) => sum + kept, 0),
})
