import type { Metric } from '../registry/metric.ts'

/** Attribution model comparison, in one number: how far models differ in whom they credit. */
export const modelDisagreement: Metric = {
  id: 'model_disagreement',
  title: { fundraising: 'Models’ disagreement', commerce: 'Models’ disagreement' },
  definition:
    'How differently models share the same net among channels: 0 where all say the same, 1 where they share nothing. It is the mean total variation distance between every two models. By model, the rows say what each credits to known touches.',
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
  worked: { by: 'nothing', why: 'not_read_yet' },
}
