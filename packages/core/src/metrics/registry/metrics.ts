import { peopleMetrics } from '../people/people-metrics.ts'
import { advertisingMetrics } from './advertising-metrics.ts'
import { attributedMetrics } from './attributed-metrics.ts'
import { givingMetrics } from './giving-metrics.ts'
import { messageMetrics } from './message-metrics.ts'
import type { Metric } from './metric.ts'
import { metricIds, type MetricId } from './metric-id.ts'
import { systemMetrics } from './system-metrics.ts'

const byId = new Map(
  [
    ...givingMetrics,
    ...attributedMetrics,
    ...advertisingMetrics,
    ...messageMetrics,
    ...peopleMetrics,
    ...systemMetrics,
  ].map((metric) => [metric.id, metric]),
)

/** Every figure that the product knows, in the order of a dictionary. @throws where an id has no metric: the list is complete */
export const metrics: readonly Metric[] = metricIds.map((id) => {
  const metric = byId.get(id)
  if (!metric) throw new Error(`no metric ${id}`)
  return metric
})

/** A metric by its id; undefined for anything else. */
export const metricOf = (id: string): Metric | undefined => byId.get(id as MetricId)
