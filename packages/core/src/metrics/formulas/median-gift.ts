import type { Metric } from '../registry/metric.ts'

/** Median gift: half of the gifts are smaller, half larger. */
export const medianGift: Metric = {
  id: 'median_gift',
  title: { fundraising: 'Median gift', commerce: 'Median order' },
  definition:
    'The amount in the middle: half of the gifts of these days are smaller, half are larger; between two, their mean. A few very large gifts do not move it.',
  formula: 'the middle of all gifts by amount',
  unit: 'money',
  wanted: 'up',
  grain: 'a gift',
  dimensions: ['day', 'recurring'],
  sources: ['gifts'],
  owner: 'rewards',
  healthy: { from: 1_000, to: 5_000 },
  refresh: 'real_time',
  model: false,
  estimate: null,
  thinBelow: 10,
  worked: { by: 'nothing', why: 'not_read_yet' },
}
