import { costPerQuery } from '../formulas/cost-per-query.ts'
import { dataFreshness } from '../formulas/data-freshness.ts'
import { uptime } from '../formulas/uptime.ts'
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
  dataFreshness,
  uptime,
  costPerQuery,
]
