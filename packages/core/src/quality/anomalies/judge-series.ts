import type { Day } from '@throughline/canonical'
import { expectedDays, findAnomalies, type Anomaly, type Series } from '@throughline/stats'
import type { DailySeries } from './daily-series.store.ts'

/** A day beside what was expected of it by the days before it; nulls where too little was known. */
interface ShownDay {
  day: Day
  value: number | null
  expected: number | null
  low: number | null
  high: number | null
}

interface FoundAnomaly extends Omit<Anomaly, 'index'> {
  day: Day
}

export interface JudgedSeries {
  id: string
  kind: 'count' | 'amount'
  currency: string | null
  days: ShownDay[]
  /** The latest first. */
  anomalies: FoundAnomaly[]
  /** Fewer than three weeks are known: nothing can be judged yet. */
  tooYoung: boolean
}

/** Fewer days than this teach nothing. */
const leastDays = 21

/**
 * Judges the last days of a series, each by its own past alone. Pure.
 * @param today is not over and is not judged
 */
export function judgeSeries(
  { id, kind, currency, toldDaily, settling, days }: DailySeries,
  { today, shown }: { today: Day; shown: number },
): JudgedSeries {
  const first = [...days.keys()].sort()[0]
  const end = Temporal.PlainDate.from(today).subtract({ days: 1 + settling })
  const start = first === undefined ? end : Temporal.PlainDate.from(first)
  const length = Math.max(0, start.until(end).days + 1)
  const dayAt = (index: number): Day => start.add({ days: index }).toString()
  const series: Series = Array.from({ length }, (_, i) => days.get(dayAt(i)) ?? (toldDaily ? null : 0))
  const from = Math.max(0, length - shown)
  const expected = expectedDays(series, { kind, from })
  return {
    ...{ id, kind, currency, tooYoung: length <= leastDays },
    days: series.slice(from).map((value, i) => ({
      ...{ day: dayAt(from + i), value, expected: expected[i]?.mean ?? null },
      ...{ low: expected[i]?.low ?? null, high: expected[i]?.high ?? null },
    })),
    anomalies: findAnomalies(series, { kind, from })
      .map(({ index, ...rest }) => ({ ...rest, day: dayAt(index) }))
      .reverse(),
  }
}
