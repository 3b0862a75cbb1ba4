import { kaplanMeier, quantile, timeUntil, type SurvivalStep } from '@throughline/stats'
import type { Moments } from './moments.ts'

/** How long it took from first seeing something until the first gift after it. */
export interface TimeToFirst {
  people: number
  converted: number
  /** Hours: of those who gave. */
  quartiles: { low: number; median: number; high: number } | null
  /** Hours by which half of everybody had given, those who have not yet taken into account; null: fewer than half have. */
  medianOfAll: number | null
  /** The share that has not given yet, by hours since they first saw something. */
  curve: SurvivalStep[]
}

const hour = 3_600

/**
 * @param seen what counts as having seen something, by person: see `activityMoments`
 * @param gifts by person: see `giftMoments`
 * @param until the second up to which everything is known: who has not given by then has been watched so long
 */
export function timeToFirst(seen: Moments, gifts: Moments, until: number): TimeToFirst {
  const times = new Float64Array(seen.people.length)
  const gave = new Uint8Array(seen.people.length)
  let [n, converted, at] = [0, 0, 0]
  for (let i = 0; i < seen.people.length; i++) {
    const first = seen.sec[seen.from[i]!]!
    if (first > until) continue
    while (at < gifts.people.length && gifts.people[at]! < seen.people[i]!) at++
    const gift = gifts.people[at] === seen.people[i] ? firstFrom(gifts, at, first, until) : undefined
    times[n] = ((gift ?? until) - first) / hour
    if (gift !== undefined) {
      gave[n] = 1
      converted++
    }
    n++
  }
  const sorted = times
    .subarray(0, n)
    .filter((_, i) => gave[i] === 1)
    .sort()
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share))
  const curve = kaplanMeier(times.subarray(0, n), gave)
  return {
    people: n,
    converted,
    quartiles: low === undefined || median === undefined || high === undefined ? null : { low, median, high },
    medianOfAll: timeUntil(curve, 0.5) ?? null,
    curve,
  }
}

/** The second of somebody's first gift from a moment on. */
function firstFrom(gifts: Moments, person: number, since: number, until: number): number | undefined {
  for (let at = gifts.from[person]!; at < gifts.from[person + 1]!; at++)
    if (gifts.sec[at]! >= since) return gifts.sec[at]! <= until ? gifts.sec[at]! : undefined
  return undefined
}
