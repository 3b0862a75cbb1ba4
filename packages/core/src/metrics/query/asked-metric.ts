import type { ModelName } from '../../attribution/models/index.ts'
import type { Metric } from '../registry/metric.ts'
import { termWords } from '../registry/term-words.ts'
import type { Checked } from './check-question.ts'
import type { AskedMetric, SourceStanding } from './question.ts'
import { endsAtHour, followsCredit } from './read-amounts.ts'

/** Less of what is expected than this makes a figure incomplete. */
const enough = 0.9

/** A metric with how far what it says can be relied on: its sources alone, each as it stands. */
export function askedMetric(
  metric: Metric,
  { filtered, by }: Pick<Checked, 'filtered' | 'by'>,
  standings: readonly SourceStanding[],
  model: ModelName | null,
): AskedMetric {
  const { id, unit, wanted } = metric
  const sources = standings.filter(({ of }) => metric.sources.includes(of))
  const shares = sources.flatMap((source) => source.completeness ?? [])
  const completeness = shares.length === 0 ? null : Math.min(...shares)
  const { numerator, denominator } = termWords(metric)
  const dimensions = by === undefined ? filtered : [...filtered, by]
  return {
    id,
    unit,
    wanted,
    numerator,
    denominator,
    model: metric.model || followsCredit(metric, dimensions) ? model : null,
    completeness,
    incomplete: completeness !== null && completeness < enough,
    stale: sources.some(({ state }) => state === 'late' || state === 'broken' || state === 'never'),
    comparedTo: endsAtHour(metric, dimensions) ? 'hour' : 'day',
    sources,
  }
}
