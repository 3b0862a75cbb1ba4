import type { MovementKind } from '@throughline/canonical'
import type { MoneyFigure, NumberFigure } from './figure.ts'
import type { Tally } from './tally.ts'

export const provenIds = [
  'raised_gross',
  'raised_net',
  'gifts',
  'donors',
  'new_donors',
  'average_gift',
  'recurring_share',
  'refunded',
] as const
export type ProvenMetricId = (typeof provenIds)[number]

/** What a figure is made of, over some days. */
export interface MetricInputs {
  currency: string
  tally: Tally
  donors: number
  newDonors: number
}

/** One term of a formula. `of` says which inputs a change of it shows in. */
export interface ProofTerm {
  label: string
  sign: 1 | -1
  unit: 'money' | 'count'
  value(inputs: MetricInputs): number
}

/** One figure of the product: what it means, how it is worked out, and what is wanted of it. */
export interface ProvenMetric {
  id: ProvenMetricId
  title: string
  /** In words, for people. */
  definition: string
  /** The formula in words, term by term. */
  formula: string
  unit: 'money' | 'count' | 'share'
  wanted: 'up' | 'down' | 'neither'
  /** `sum`: Σ sign·term. `ratio`: first ÷ second. `count`: people, counted once; the terms part them. */
  form: 'sum' | 'ratio' | 'count'
  terms: readonly ProofTerm[]
  /** The figure, or why there is none. */
  value(inputs: MetricInputs): MoneyFigure | NumberFigure
  /** The kinds of records behind it. */
  rows: readonly ('conversion' | 'refund')[]
  /** True where it counts people. */
  people: boolean
}

/** A term that is one kind of movement, in money. */
export const movementTerm = (label: string, sign: 1 | -1, kind: MovementKind): ProofTerm => ({
  label,
  sign,
  unit: 'money',
  value: ({ tally }) => tally.minor[kind],
})

/** Σ sign·term. */
export const sumOfTerms = (terms: readonly ProofTerm[], inputs: MetricInputs): number =>
  terms.reduce((total, term) => total + term.sign * term.value(inputs), 0)
