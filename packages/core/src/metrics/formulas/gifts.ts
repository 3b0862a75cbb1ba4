import { number } from '../figure.ts'
import { sumOfTerms, type ProvenMetric, type ProofTerm } from '../proven-metric.ts'

const terms: readonly ProofTerm[] = [
  { label: 'One-time gifts', sign: 1, unit: 'count', value: ({ tally }) => tally.n.gross - tally.recurringGifts },
  { label: 'Recurring gifts', sign: 1, unit: 'count', value: ({ tally }) => tally.recurringGifts },
]

/** How many gifts were counted. */
export const gifts: ProvenMetric = {
  id: 'gifts',
  title: 'Gifts',
  definition:
    'How many approved gifts came to this client on these days. Each charge of a recurring gift is one; a refund takes none away.',
  formula: 'one-time gifts + recurring gifts',
  unit: 'count',
  wanted: 'up',
  form: 'sum',
  terms,
  value: (inputs) => number(sumOfTerms(terms, inputs)),
  rows: ['conversion'],
  people: false,
}
