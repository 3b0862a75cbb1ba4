import type { Inside } from '@throughline/db'
import { money, none } from '../figure.ts'
import { inTenantCurrency } from '../in-tenant-currency.ts'
import type { Metric, MetricReader, Worth } from '../registry/metric.ts'
import { giftAmounts, type GiftAmount } from '../stores/gift-facts.store.ts'
import { firstDay } from '../tenant.store.ts'
import { medianOf } from './median-of.ts'

const readMedian: MetricReader = async (inside, asked) => {
  const first = await firstDay(inside, asked.batch)
  if (first === undefined || asked.range.to < first) return { total: worth(none('not_read_yet'), null), rows: [] }
  const gifts = (await giftAmounts(inside, asked)).filter(({ approved }) => approved > 0)
  const restated = await inCurrency(inside, gifts, asked.currency)
  return {
    total: middle(restated, asked.currency),
    rows: [...Map.groupBy(restated, ({ row }) => row)].map(([key, of]) => ({ key, worth: middle(of, asked.currency) })),
  }
}

function middle(gifts: readonly GiftAmount[], currency: string): Worth {
  const units = gifts.reduce((sum, { approved }) => sum + approved, 0)
  if (gifts.some((gift) => gift.currency !== currency)) return worth(none('rate_missing'), units)
  const median = medianOf(gifts.map(({ minor, approved }) => ({ value: minor, times: approved })))
  return worth(median === undefined ? none('no_units') : money(Math.round(median), currency), units)
}

/** Amounts of other currencies by each day's rate; those without one stay as they are. */
async function inCurrency(inside: Inside, gifts: readonly GiftAmount[], currency: string): Promise<GiftAmount[]> {
  const foreign = gifts.map((gift) => ({
    ...gift,
    day: gift.day ?? '',
    ...{ tenantId: '', kind: 'gross' as const, recurring: false, n: gift.approved },
  }))
  return (await inTenantCurrency(inside, foreign, currency)).map((sum, at) => ({ ...gifts[at]!, ...sum }))
}

const worth = (value: Worth['value'], units: number | null): Worth => ({
  value,
  numerator: null,
  denominator: null,
  interval: null,
  units,
})

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
  worked: { by: 'reader', numerator: 'The gift in the middle', denominator: null, hours: false, read: readMedian },
}
