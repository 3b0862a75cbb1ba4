import type { Metric } from '../registry/metric.ts'

/** Budget utilisation: what was spent of what was planned. */
export const budgetUtilisation: Metric = {
  id: 'budget_utilisation',
  title: { fundraising: 'Budget used', commerce: 'Budget utilisation' },
  definition:
    'What campaigns with a budget spent on these days, divided by what was planned for these days: a daily budget for each day that the campaign was to run, a lifetime budget spread evenly over its days. Days to come are not in it, nor are campaigns without a budget.',
  formula: 'spend of campaigns with a budget ÷ their budgets for the days that were',
  unit: 'share',
  wanted: 'neither',
  grain: 'a campaign’s day',
  dimensions: ['campaign'],
  sources: ['ads'],
  owner: 'executive',
  healthy: { from: 0.75, to: 1.05 },
  refresh: 'real_time',
  model: false,
  estimate: null,
  thinBelow: null,
  worked: { by: 'nothing', why: 'not_read_yet' },
}
