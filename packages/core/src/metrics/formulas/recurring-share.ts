import { none, number } from '../figure.ts'
import { movementTerm, type ProvenMetric, type ProofTerm } from '../proven-metric.ts'

const recurring: ProofTerm = {
  label: 'Gross of recurring gifts',
  sign: 1,
  unit: 'money',
  value: ({ tally }) => tally.recurringGross,
}
const gross = movementTerm('Gross', 1, 'gross')

/** Recurring share = gross of recurring gifts ÷ gross. */
export const recurringShare: ProvenMetric = {
  id: 'recurring_share',
  title: 'Recurring share',
  definition:
    'How much of what people gave came from recurring gifts, first charges included: their gross divided by all gross.',
  formula: 'gross of recurring gifts ÷ gross',
  unit: 'share',
  wanted: 'up',
  form: 'ratio',
  terms: [recurring, gross],
  value: (inputs) =>
    gross.value(inputs) > 0 ? number(recurring.value(inputs) / gross.value(inputs)) : none('no_units'),
  rows: ['conversion'],
  people: false,
}
