import { money, none } from '../figure.ts'
import { movementTerm, type ProvenMetric, type ProofTerm } from '../proven-metric.ts'

const gross = movementTerm('Gross', 1, 'gross')
const gifts: ProofTerm = { label: 'Gifts', sign: 1, unit: 'count', value: ({ tally }) => tally.n.gross }

/** Average gift = gross ÷ gifts, to the nearest minor unit. */
export const averageGift: ProvenMetric = {
  id: 'average_gift',
  title: 'Average gift',
  definition: 'Gross raised divided by the number of gifts, to the nearest cent. Fees and refunds are not in it.',
  formula: 'gross ÷ gifts',
  unit: 'money',
  wanted: 'up',
  form: 'ratio',
  terms: [gross, gifts],
  value: (inputs) =>
    gifts.value(inputs) > 0
      ? money(Math.round(gross.value(inputs) / gifts.value(inputs)), inputs.currency)
      : none('no_units'),
  rows: ['conversion'],
  people: false,
}
