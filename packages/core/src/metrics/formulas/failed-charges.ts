import { wilson } from '@throughline/stats'
import { none, number } from '../figure.ts'
import type { Metric, MetricReader, Worth } from '../registry/metric.ts'
import { giftAmounts, type GiftAmount } from '../stores/gift-facts.store.ts'
import { firstDay } from '../tenant.store.ts'

const readFailed: MetricReader = async (inside, asked) => {
  const first = await firstDay(inside, asked.batch)
  const charges = first === undefined ? [] : await giftAmounts(inside, asked, { plansOnly: true })
  const unread = first === undefined || asked.range.to < first
  return {
    total: unread ? { ...shareOf([]), value: none('not_read_yet') } : shareOf(charges),
    rows: [...Map.groupBy(charges, ({ row }) => row)].map(([key, of]) => ({ key, worth: shareOf(of) })),
  }
}

function shareOf(charges: readonly GiftAmount[]): Worth {
  const hits = charges.reduce((sum, { declined }) => sum + declined, 0)
  const of = hits + charges.reduce((sum, { approved }) => sum + approved, 0)
  return {
    value: of === 0 ? none('no_units') : number(hits / of),
    numerator: { unit: 'count', value: hits },
    denominator: { unit: 'count', value: of },
    interval: of === 0 ? null : { ...wilson({ hits, of }), level: 0.95 },
    units: of,
  }
}

/** Failed-charge rate: of charges of recurring plans, those that were declined. */
export const failedCharges: Metric = {
  id: 'failed_charge_rate',
  title: { fundraising: 'Failed-charge rate', commerce: 'Failed-charge rate' },
  definition:
    'Of the charges of recurring plans on these days, the share that was declined, as far as sources tell of declined charges: one that tells of approved charges alone shows none.',
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
  worked: {
    by: 'reader',
    numerator: 'Declined charges of plans',
    denominator: 'Approved and declined charges of plans',
    hours: false,
    read: readFailed,
  },
}
