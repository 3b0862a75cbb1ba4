import { provenMetrics } from '../proven-metrics.ts'
import { failedCharges } from '../formulas/failed-charges.ts'
import { medianGift } from '../formulas/median-gift.ts'
import { monthlyRecurring } from '../formulas/monthly-recurring.ts'
import { measured, minus, plus } from './measured.ts'
import type { Metric } from './metric.ts'

const gross = plus('Gross', 'gross')
const gifts = plus('Gifts', 'gifts')
const shared = { refresh: 'real_time', model: false, estimate: null, healthy: null, thinBelow: null } as const

/** A figure that is proved row by row, as it speaks of itself there. */
const proven = (id: keyof typeof provenMetrics, commerce: string) => {
  const { title, definition, formula, unit, wanted } = provenMetrics[id]
  return { id, definition, formula, unit, wanted, title: { fundraising: title, commerce } }
}

/** What came in. */
export const givingMetrics: readonly Metric[] = [
  measured({
    ...shared,
    ...proven('raised_gross', 'Sold, gross'),
    grain: 'a gift on the day it was paid',
    sources: ['gifts'],
    owner: 'executive',
    numerator: [gross],
  }),
  measured({
    ...shared,
    ...proven('raised_net', 'Sold, net'),
    grain: 'a gift, a fee or a refund on the day it moved',
    sources: ['gifts'],
    owner: 'executive',
    numerator: [
      gross,
      minus('Fees', 'fee'),
      plus('Fees returned', 'fee_returned'),
      minus('Refunds', 'refund'),
      minus('Chargebacks', 'chargeback'),
    ],
  }),
  measured({
    ...shared,
    ...proven('gifts', 'Orders'),
    grain: 'a gift',
    sources: ['gifts'],
    owner: 'executive',
    numerator: [gifts],
  }),
  measured({
    ...shared,
    ...proven('donors', 'Customers'),
    grain: 'a person, once',
    sources: ['gifts'],
    owner: 'executive',
    numerator: [plus('Donors', 'donors')],
  }),
  measured({
    ...shared,
    ...proven('new_donors', 'New customers'),
    grain: 'a person, once',
    sources: ['gifts'],
    owner: 'executive',
    numerator: [plus('New donors', 'new_donors')],
  }),
  measured({
    ...shared,
    ...proven('average_gift', 'Average order'),
    grain: 'a gift',
    sources: ['gifts'],
    owner: 'rewards',
    healthy: { from: 1_000, to: 5_000 },
    numerator: [gross],
    denominator: [gifts],
    units: 'gifts',
    thinBelow: 10,
  }),
  medianGift,
  measured({
    ...shared,
    ...proven('recurring_share', 'From subscriptions'),
    grain: 'a gift',
    sources: ['gifts'],
    owner: 'lifecycle',
    numerator: [plus('Gross of recurring gifts', 'gross_recurring')],
    denominator: [gross],
    units: 'gifts',
    thinBelow: 10,
  }),
  monthlyRecurring,
  failedCharges,
  measured({
    ...shared,
    ...proven('refunded', 'Refunded'),
    grain: 'a refund on the day the money went back',
    sources: ['gifts'],
    owner: 'executive',
    numerator: [plus('Refunds', 'refund'), plus('Chargebacks', 'chargeback')],
  }),
  measured({
    ...shared,
    id: 'refund_rate',
    title: { fundraising: 'Refund rate', commerce: 'Refund rate' },
    definition:
      'What was refunded on these days, divided by what was given on these days; chargebacks are a rate of their own. A refund counts on the day the money went back, whenever it had been given.',
    formula: 'refunds ÷ gross',
    unit: 'share',
    wanted: 'down',
    grain: 'money that moved on a day',
    sources: ['gifts'],
    owner: 'compliance',
    healthy: { from: 0, to: 0.02 },
    numerator: [plus('Refunds', 'refund')],
    denominator: [gross],
    units: 'gifts',
    thinBelow: 30,
  }),
  measured({
    ...shared,
    id: 'chargeback_rate',
    title: { fundraising: 'Chargeback rate', commerce: 'Chargeback rate' },
    definition:
      'How many gifts were charged back on these days, divided by how many gifts were made on these days: as card networks count it.',
    formula: 'chargebacks ÷ gifts',
    unit: 'share',
    wanted: 'down',
    grain: 'a gift or a chargeback on its day',
    sources: ['gifts'],
    owner: 'compliance',
    healthy: { from: 0, to: 0.0065 },
    numerator: [plus('Chargebacks', 'chargebacks')],
    denominator: [gifts],
    units: 'gifts',
    thinBelow: 30,
  }),
]
