import { money } from '../figure.ts'
import { movementTerm, sumOfTerms, type ProvenMetric } from '../proven-metric.ts'

const terms = [movementTerm('Refunds', 1, 'refund'), movementTerm('Chargebacks', 1, 'chargeback')] as const

/** Money given back on these days: refunds + chargebacks. */
export const refunded: ProvenMetric = {
  id: 'refunded',
  title: 'Refunded',
  definition:
    'What went back to people on these days, whenever they had given it: refunds and chargebacks, without the fees returned to this client.',
  formula: 'refunds + chargebacks',
  unit: 'money',
  wanted: 'down',
  form: 'sum',
  terms,
  value: (inputs) => money(sumOfTerms(terms, inputs), inputs.currency),
  rows: ['refund'],
  people: false,
}
