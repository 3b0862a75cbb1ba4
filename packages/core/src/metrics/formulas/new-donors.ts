import { number } from '../figure.ts'
import type { ProvenMetric, ProofTerm } from '../proven-metric.ts'

const terms: readonly ProofTerm[] = [
  { label: 'Gave for the first time', sign: 1, unit: 'count', value: ({ newDonors }) => newDonors },
]

/** Distinct people whose first counted gift lies in the range. */
export const newDonors: ProvenMetric = {
  id: 'new_donors',
  title: 'New donors',
  definition:
    'How many different people gave on these days who had no gift to this client before them, in all that was read so far.',
  formula: 'people whose first gift lies on these days',
  unit: 'count',
  wanted: 'up',
  form: 'count',
  terms,
  value: (inputs) => number(inputs.newDonors),
  rows: ['conversion'],
  people: true,
}
