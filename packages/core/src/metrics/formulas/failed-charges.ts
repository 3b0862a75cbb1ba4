import type { Metric } from '../registry/metric.ts'

/** Failed-charge rate: of charges of recurring plans, those that were declined. */
export const failedCharges: Metric = {
  id: 'failed_charge_rate',
  title: { fundraising: 'Failed-charge rate', commerce: 'Failed-charge rate' },
  definition:
    'Of the charges of recurring plans on these days, the share that was declined. Sources that tell of approved charges alone say nothing of it.',
  formula: 'declined charges of plans ÷ (approved + declined charges of plans)',
  unit: 'share',
  wanted: 'down',
  grain: 'a charge of a plan',
  dimensions: ['day'],
  sources: ['gifts', 'plans'],
  owner: 'lifecycle',
  healthy: { from: 0, to: 0.05 },
  refresh: 'real_time',
  model: false,
  estimate: 'own',
  thinBelow: 30,
  worked: { by: 'nothing', why: 'not_read_yet' },
}
