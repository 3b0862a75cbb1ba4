import { none } from '../figure.ts'
import type { Metric, MetricReader } from '../registry/metric.ts'

/** Models are compared outside of any transaction, on other threads (`query/models-apart.ts`): what that finds takes this one's place. */
const notHere: MetricReader = async () => ({
  total: { value: none('not_read_yet'), numerator: null, denominator: null, interval: null, units: null },
  rows: [],
})

/** Attribution model comparison, in one number: how far models differ in whom they credit. */
export const modelDisagreement: Metric = {
  id: 'model_disagreement',
  title: { fundraising: 'Models’ disagreement', commerce: 'Models’ disagreement' },
  definition:
    'How differently models share the same net among channels: 0 where all say the same, 1 where they share nothing. It is the mean total variation distance between every two models. By model, each row says how far that one is from the others.',
  formula: 'mean over pairs of models of ½ Σ |share − share|',
  unit: 'share',
  wanted: 'neither',
  grain: 'a gift’s credit at a channel',
  dimensions: ['model'],
  sources: ['gifts', 'ads', 'messages', 'events'],
  owner: 'data_science',
  healthy: { from: 0.1, to: 0.3 },
  refresh: 'real_time',
  model: false,
  estimate: null,
  thinBelow: 30,
  worked: {
    by: 'reader',
    numerator: 'Mean distance between every two models’ shares by channel',
    denominator: null,
    hours: false,
    read: notHere,
  },
}
