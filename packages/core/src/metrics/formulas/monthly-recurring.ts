import type { Metric } from '../registry/metric.ts'

/** MRR: what active plans repeat in a month. */
export const monthlyRecurring: Metric = {
  id: 'mrr',
  title: { fundraising: 'Monthly recurring', commerce: 'MRR' },
  definition:
    'What active recurring plans repeat in a month: monthly plans as they are, weekly ones × 52 ÷ 12. It is how plans stand now, or at the batch that is asked for, whatever the range.',
  formula: 'monthly plans + weekly plans × 52 ÷ 12',
  unit: 'money',
  wanted: 'up',
  grain: 'an active plan',
  dimensions: [],
  sources: ['plans'],
  owner: 'lifecycle',
  healthy: null,
  refresh: 'real_time',
  model: false,
  estimate: null,
  thinBelow: null,
  worked: { by: 'nothing', why: 'not_read_yet' },
}
