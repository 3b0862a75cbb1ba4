import type { Watched } from './cohorts.ts'
import { monthClock, monthName } from './day-number.ts'
import type { Moments } from './moments.ts'

/** People first met in one calendar month, and the share of them whose first gift came within 30, 60 and 90 days of that: it only grows. */
export interface FirstGiftCohort {
  month: string
  people: number
  within: Watched[]
}
const spans = [30, 60, 90] as const

/**
 * How soon people who are met give for the first time: met is the first event of theirs, or the first gift where that comes before.
 * This is what some call retention; it says nothing of coming back.
 * @param met each one's first event in front: see `activityMoments`
 */
export function firstGiftCohorts(
  met: Moments,
  gifts: Moments,
  { from, to, through, size }: { from: number; to: number; through: number; size: number },
): FirstGiftCohort[] {
  const [firstMet, firstGift] = [firstDays(met, size), firstDays(gifts, size)]
  const monthOf = monthClock()
  const cohorts = new Map<number, FirstGiftCohort>()
  for (let root = 1; root < size; root++) {
    const day = Math.min(firstMet[root]!, firstGift[root]!)
    if (day < from || day > to || day > through) continue
    const month = monthOf(day)
    const cohort = cohorts.get(month) ?? {
      month: monthName(month),
      people: 0,
      within: spans.map(() => ({ watched: 0, kept: 0 })),
    }
    cohorts.set(month, cohort)
    cohort.people++
    for (const [k, span] of spans.entries()) {
      const within = cohort.within[k]!
      if (day + span > through) continue
      within.watched++
      if (firstGift[root]! - day <= span) within.kept++
    }
  }
  return [...cohorts].sort(([a], [b]) => a - b).map(([, cohort]) => cohort)
}

const never = 2_147_483_647
function firstDays({ people, from, day }: Moments, size: number): Int32Array {
  const first = new Int32Array(size).fill(never)
  for (let i = 0; i < people.length; i++) first[people[i]!] = day[from[i]!]!
  return first
}
