import type { Expectation, SourceCounts } from './source-counts.ts'

export const measureIds = [
  'ingestion',
  'validation',
  'duplicates',
  'late',
  'freshness',
  'completeness',
  'schema',
] as const
export type MeasureId = (typeof measureIds)[number]

/** Why there is no number: nothing came, nothing can be compared with, nothing counts it. */
type Unknown = 'nothing_came' | 'nothing_to_compare' | 'not_counted' | 'never_read'

/** One measure of one source. `value` is a share, 0–1, or minutes; null where nothing is known: never 100 %. */
export interface Measure {
  id: MeasureId
  value: number | null
  unknown: Unknown | null
  /** What it is made of; nulls where there is no number. */
  part: number | null
  whole: number | null
  /** Of `ingestion` alone: who says how much there should be. */
  basis: Expectation['basis'] | null
  state: 'good' | 'poor' | 'unknown'
}

/** Beyond these a measure is poor (the specification's alerts). */
const limits = {
  ingestion: 0.95,
  validation: 0.95,
  freshnessMinutes: 15,
  completeness: 0.9,
  late: 0.05,
  duplicates: 0.01,
  schema: 0.95,
} as const

/** Of fewer rows or events a share is shown and not judged: one of two is no half. */
const enough = 20

/** The seven measures of a source. Pure. */
export function measuresOf(counts: SourceCounts, now: Date): Measure[] {
  const { taken, refused, repeats, late } = counts
  const all = taken + refused.missing + refused.shape + refused.other
  const share = (id: MeasureId, part: number, whole: number, isPoor: (value: number) => boolean): Measure => {
    if (whole === 0) return unknown(id, 'nothing_came')
    const value = part / whole
    const state = whole < enough ? 'unknown' : isPoor(value) ? 'poor' : 'good'
    return { id, value, unknown: null, part, whole, basis: null, state }
  }
  return [
    ingestion(counts.expectation),
    share('validation', taken, all, (value) => value < limits.validation),
    repeats === null
      ? unknown('duplicates', 'not_counted')
      : share('duplicates', repeats.again, repeats.of, (value) => value > limits.duplicates),
    share('late', late.late, late.of, (value) => value > limits.late),
    freshness(counts, now),
    share('completeness', all - refused.missing, all, (value) => value < limits.completeness),
    share('schema', all - refused.shape, all, (value) => value < limits.schema),
  ]
}

function ingestion(expectation: Expectation | null): Measure {
  if (!expectation || expectation.expected <= 0) return unknown('ingestion', 'nothing_to_compare')
  const { basis, expected, here } = expectation
  const value = Math.min(1, here / expected)
  // Against its own past a source may fall short by chance alone.
  const poor = value < limits.ingestion && (basis === 'source' || here < expectation.least)
  return { id: 'ingestion', value, unknown: null, part: here, whole: expected, basis, state: poor ? 'poor' : 'good' }
}

function freshness({ newestAt, everyMinutes, resting }: SourceCounts, now: Date): Measure {
  if (newestAt === null) return unknown('freshness', 'never_read')
  const value = Math.max(0, Math.floor((now.getTime() - Date.parse(newestAt)) / 60_000))
  const poor = !resting && everyMinutes !== null && value > freshEnough(everyMinutes)
  return {
    ...{ id: 'freshness', value, unknown: null, part: null, whole: null, basis: null },
    // Of events alone nobody knows whether none happened or none came: what is expected of the day says that.
    state: everyMinutes === null ? 'unknown' : poor ? 'poor' : 'good',
  }
}

/** A source that is read every so often may be as old as that, and a quarter of an hour. */
export const freshEnough = (everyMinutes: number): number => everyMinutes + limits.freshnessMinutes

const unknown = (id: MeasureId, why: Unknown): Measure => ({
  ...{ id, value: null, unknown: why, part: null, whole: null, basis: null },
  state: 'unknown',
})
