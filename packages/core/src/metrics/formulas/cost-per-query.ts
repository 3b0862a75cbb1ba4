import { none, number } from '../figure.ts'
import type { Metric } from '../registry/metric.ts'
import { bySystemDay } from './system-days.ts'

/** Cost per query: processor time of one answer, with its bytes beside it. */
export const costPerQuery: Metric = {
  id: 'cost_per_query',
  title: { fundraising: 'Cost per query', commerce: 'Cost per query' },
  definition:
    'Milliseconds of the service’s processor time that one answer to this client took, shared out by how long answers took; the database’s own work is not in it. Bytes answered stand beside it.',
  formula: 'processor milliseconds ÷ queries',
  unit: 'count',
  wanted: 'down',
  grain: 'a query',
  dimensions: ['day'],
  sources: ['system'],
  owner: 'engineering',
  healthy: { from: 0, to: 50 },
  refresh: 'real_time',
  model: false,
  estimate: null,
  thinBelow: 100,
  worked: {
    by: 'reader',
    numerator: 'Processor milliseconds',
    denominator: 'Queries',
    hours: false,
    read: bySystemDay(({ calls, cpuUs, bytes }) => ({
      value: calls === 0 ? none('no_units') : number(cpuUs / 1000 / calls),
      numerator: { unit: 'count', value: cpuUs / 1000 },
      denominator: { unit: 'count', value: calls },
      interval: null,
      units: calls,
      ...(calls === 0 ? {} : { parts: { bytes: Math.round(bytes / calls) } }),
    })),
  },
}
