import { wilson } from '@throughline/stats'
import { none, number } from '../figure.ts'
import type { Metric } from '../registry/metric.ts'
import { bySystemDay } from './system-days.ts'

/** Uptime: of what was asked, what the service itself did not fail. */
export const uptime: Metric = {
  id: 'uptime',
  title: { fundraising: 'Uptime', commerce: 'Uptime' },
  definition:
    'Of what this client’s people and systems asked, what the service itself did not fail: errors of its own and answers that came too late are failures, a caller’s mistake is none.',
  formula: '1 − failures of the service ÷ requests',
  unit: 'share',
  wanted: 'up',
  grain: 'a request',
  dimensions: ['day'],
  sources: ['system'],
  owner: 'engineering',
  healthy: { from: 0.995, to: null },
  refresh: 'real_time',
  model: false,
  estimate: 'own',
  thinBelow: 100,
  worked: {
    by: 'reader',
    numerator: 'Requests that were answered',
    denominator: 'Requests',
    hours: false,
    read: bySystemDay(({ calls, failed }) => ({
      value: calls === 0 ? none('no_units') : number(1 - failed / calls),
      numerator: { unit: 'count', value: calls - failed },
      denominator: { unit: 'count', value: calls },
      interval: calls === 0 ? null : { ...wilson({ hits: calls - failed, of: calls }), level: 0.95 },
      units: calls,
    })),
  },
}
