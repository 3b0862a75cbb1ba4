import type { Metric, Term } from '../registry/metric.ts'
import type { Checked } from './check-question.ts'
import type { AskedMetric, SourceStanding } from './question.ts'
import { endsAtHour } from './read-amounts.ts'

/** Less of what is expected than this makes a figure incomplete. */
const enough = 0.9

/** A metric with how far what it says can be relied on: its sources alone, each as it stands. */
export function askedMetric(
  metric: Metric,
  { filtered, by }: Pick<Checked, 'filtered' | 'by'>,
  standings: readonly SourceStanding[],
  model: string | null,
): AskedMetric {
  const { id, unit, wanted, worked } = metric
  const sources = standings.filter(({ of }) => metric.sources.includes(of))
  const shares = sources.flatMap((source) => source.completeness ?? [])
  const completeness = shares.length === 0 ? null : Math.min(...shares)
  const names = (terms: readonly Term[]) =>
    terms
      .map(({ label, sign }, at) => (at === 0 ? label : `${sign === 1 ? '+' : '−'} ${label.toLowerCase()}`))
      .join(' ')
  return {
    id,
    unit,
    wanted,
    numerator: worked.by === 'measures' ? names(worked.numerator) : worked.by === 'reader' ? worked.numerator : '',
    denominator:
      worked.by === 'measures'
        ? worked.denominator.length === 0
          ? null
          : names(worked.denominator)
        : worked.by === 'reader'
          ? worked.denominator
          : null,
    model: metric.model ? model : null,
    completeness,
    incomplete: completeness !== null && completeness < enough,
    stale: sources.some(({ state }) => state === 'late' || state === 'broken' || state === 'never'),
    comparedTo: endsAtHour(metric, by === undefined ? filtered : [...filtered, by]) ? 'hour' : 'day',
    sources,
  }
}
