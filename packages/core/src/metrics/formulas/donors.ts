import { number } from '../figure.ts'
import type { ProvenMetric, ProofTerm } from '../proven-metric.ts'

const terms: readonly ProofTerm[] = [
  { label: 'Gave for the first time', sign: 1, unit: 'count', value: ({ newDonors }) => newDonors },
  { label: 'Had given before', sign: 1, unit: 'count', value: ({ donors, newDonors }) => donors - newDonors },
]

/** Distinct people with a counted gift in the range. */
export const donors: ProvenMetric = {
  id: 'donors',
  title: 'Donors',
  definition:
    'How many different people gave on these days, each counted once however often they gave. People are told apart by email, else phone, else the source’s own id. A refund does not undo having given.',
  formula: 'people who gave for the first time + people who had given before',
  unit: 'count',
  wanted: 'up',
  form: 'count',
  terms,
  value: (inputs) => number(inputs.donors),
  rows: ['conversion'],
  people: true,
}
