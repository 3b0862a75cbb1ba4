import { money } from '../figure.ts'
import { movementTerm, sumOfTerms, type ProvenMetric } from '../proven-metric.ts'

const terms = [
  movementTerm('Gross', 1, 'gross'),
  movementTerm('Fees', -1, 'fee'),
  movementTerm('Fees returned', 1, 'fee_returned'),
  movementTerm('Refunds', -1, 'refund'),
  movementTerm('Chargebacks', -1, 'chargeback'),
] as const

/** Net raised = gross − fees + fees returned − refunds − chargebacks. */
export const raisedNet: ProvenMetric = {
  id: 'raised_net',
  title: 'Raised, net',
  definition:
    'What remains of what people gave: gross less fees, refunds and chargebacks. A refund counts on the day the money went back, and the fee that is returned with it counts there too.',
  formula: 'gross − fees + fees returned − refunds − chargebacks',
  unit: 'money',
  wanted: 'up',
  form: 'sum',
  terms,
  value: (inputs) => money(sumOfTerms(terms, inputs), inputs.currency),
  rows: ['conversion', 'refund'],
  people: false,
}
