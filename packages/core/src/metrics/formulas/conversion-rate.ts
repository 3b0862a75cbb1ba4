import { conversionRateReader } from '../people/readers/seeing.ts'
import type { Metric } from '../registry/metric.ts'

/** Conversion rate by people: of those who clicked, who gave. */
export const conversionRate: Metric = {
  id: 'conversion_rate',
  title: { fundraising: 'Conversion rate', commerce: 'Conversion rate' },
  definition:
    'Of the people who clicked on these days, those who gave on these days, at or after their first click of them. Each person counts once.',
  formula: 'people who clicked and then gave ÷ people who clicked',
  unit: 'share',
  wanted: 'up',
  grain: 'a person, once',
  dimensions: ['channel', 'campaign', 'message', 'creative', 'segment'],
  sources: ['events', 'gifts'],
  owner: 'lifecycle',
  healthy: { from: 0.05, to: 0.2 },
  refresh: 'real_time',
  model: false,
  estimate: 'own',
  thinBelow: 30,
  worked: {
    by: 'reader',
    numerator: 'People who clicked and then gave',
    denominator: 'People who clicked',
    hours: false,
    read: conversionRateReader,
  },
}
