import type { Day } from '@throughline/canonical'
import { expectedDays, type Series } from '@throughline/stats'
import type { Expectation } from './source-counts.ts'

/** Fewer than so many deviations below would be one chance in five hundred. */
const deviations = 2.88
/** The level itself is known to some 10 %. */
const levelShare = 0.1

/**
 * How many should have come on the whole days of a range by what came on such weekdays before, and how few would still be chance.
 * @param byDay counts of the past and of the range; days without one are days on which nothing came
 * @param today is not over and is left out
 */
export function expectedArrivals(
  byDay: ReadonlyMap<Day, number>,
  { from, to, today }: { from: Day; to: Day; today: Day },
): Expectation | null {
  const first = [...byDay.keys()].sort()[0]
  if (first === undefined) return null
  const past = Temporal.PlainDate.from(first)
  const last = Temporal.PlainDate.compare(to, today) >= 0 ? Temporal.PlainDate.from(today).subtract({ days: 1 }) : to
  const length = past.until(last).days + 1
  if (length <= 0) return null
  const series: Series = Array.from({ length }, (_, i) => byDay.get(past.add({ days: i }).toString()) ?? 0)
  const start = Math.max(0, past.until(from).days)
  if (start >= length) return null
  let [expected, here, days, variance] = [0, 0, 0, 0]
  // What is expected is said by the days before the range: a source that fell silent in it does not lower its own bar.
  const before = series.slice(0, start)
  const judged = expectedDays([...before, ...Array.from({ length: length - start }, () => null)], {
    kind: 'count',
    from: start,
  })
  judged.forEach((day, i) => {
    if (!day) return
    expected += day.mean
    variance += day.variance
    here += series[start + i] ?? 0
    days += 1
  })
  if (days === 0 || expected <= 0) return null
  // Days of one level are off together: their deviations are added, not their variances alone.
  const deviation = Math.sqrt(variance + (expected * levelShare) ** 2)
  return { basis: 'own', expected, here, days, least: Math.max(0, expected - deviations * deviation) }
}
