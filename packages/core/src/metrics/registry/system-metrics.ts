import type { Metric } from './metric.ts'

const shared = {
  refresh: 'real_time',
  model: false,
  estimate: null,
  thinBelow: null,
  sources: ['system'],
  dimensions: [],
  owner: 'engineering',
} as const
const unread = { by: 'nothing', why: 'not_read_yet' } as const
const unlearned = { by: 'nothing', why: 'no_model_yet' } as const

/** What is still to be learned, and how the house does. */
export const systemMetrics: readonly Metric[] = [
  {
    ...shared,
    id: 'model_accuracy',
    title: { fundraising: 'Model accuracy', commerce: 'Model accuracy' },
    definition:
      'How well a model tells apart, on data it has not seen, who gives because of a campaign and who gives anyway.',
    formula: 'area under the curve on held-out people',
    unit: 'share',
    wanted: 'up',
    grain: 'a held-out person',
    owner: 'data_science',
    healthy: { from: 0.8, to: 0.95 },
    worked: unlearned,
  },
  {
    ...shared,
    id: 'goal_probability',
    title: { fundraising: 'Chance to reach the goal', commerce: 'Chance to reach the goal' },
    definition: 'How likely it is that a goal is reached by its end, by a forecast that says how sure it is.',
    formula: 'share of forecast paths that end at or above the goal',
    unit: 'share',
    wanted: 'up',
    grain: 'a goal',
    owner: 'executive',
    healthy: null,
    worked: unlearned,
  },
  {
    ...shared,
    id: 'data_freshness',
    title: { fundraising: 'Data freshness', commerce: 'Data freshness' },
    definition: 'How long it takes from when something happens until it is in figures: nineteen in twenty are faster.',
    formula: '95th percentile of (counted − happened)',
    unit: 'hours',
    wanted: 'down',
    grain: 'a record',
    healthy: { from: 0, to: 5 / 60 },
    worked: unread,
  },
  {
    ...shared,
    id: 'uptime',
    title: { fundraising: 'Uptime', commerce: 'Uptime' },
    definition: 'Of the requests that were asked, those that the service itself did not fail.',
    formula: '1 − failures of the service ÷ requests',
    unit: 'share',
    wanted: 'up',
    grain: 'a request',
    healthy: { from: 0.995, to: null },
    worked: unread,
  },
  {
    ...shared,
    id: 'cost_per_query',
    title: { fundraising: 'Cost per query', commerce: 'Cost per query' },
    definition:
      'What answering one question costs in processor time and bytes read, in money by the rates set for them.',
    formula: '(processor seconds × rate + bytes × rate) ÷ queries',
    unit: 'money',
    wanted: 'down',
    grain: 'a query',
    healthy: { from: 0, to: 1 },
    worked: unread,
  },
]
