import { money } from '../figure.ts'
import { sumOfTerms, type ProvenMetric, type ProofTerm } from '../proven-metric.ts'

const terms: readonly ProofTerm[] = [
  { label: 'One-time gifts', sign: 1, unit: 'money', value: ({ tally }) => tally.minor.gross - tally.recurringGross },
  { label: 'Recurring gifts', sign: 1, unit: 'money', value: ({ tally }) => tally.recurringGross },
]

/** Gross raised: Σ amount of counted gifts. */
export const raisedGross: ProvenMetric = {
  id: 'raised_gross',
  title: 'Raised, gross',
  definition:
    'Everything people gave on these days, before fees and refunds. Only approved gifts to this client count; a gift counts on the day it was paid, in this client’s time zone.',
  formula: 'one-time gifts + recurring gifts',
  unit: 'money',
  wanted: 'up',
  form: 'sum',
  terms,
  value: (inputs) => money(sumOfTerms(terms, inputs), inputs.currency),
  rows: ['conversion'],
  people: false,
}
