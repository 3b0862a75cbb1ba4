import { dimensions } from './dimension.ts'
import { dimensionsOf } from './kept-measures.ts'
import type { Metric, Term, Worked } from './metric.ts'
import type { MeasureId } from './measure.ts'

type Of = Extract<Worked, { by: 'measures' }>
interface Measured extends Omit<Metric, 'dimensions' | 'worked'>, Omit<Of, 'by' | 'denominator'> {
  denominator?: readonly Term[]
}

/** A metric that is a formula over measures: it can be asked by whatever all of them are kept by. */
export function measured({ numerator, denominator = [], needsNumerator, units, ...metric }: Measured): Metric {
  const measures = [...numerator, ...denominator].map(({ measure }) => measure)
  return {
    ...metric,
    dimensions: [...dimensionsOf(measures, dimensions), ...(metric.model ? (['model'] as const) : [])],
    worked: {
      by: 'measures',
      numerator,
      denominator,
      ...(needsNumerator === undefined ? {} : { needsNumerator }),
      ...(units === undefined ? {} : { units }),
    },
  }
}

export const plus = (label: string, measure: MeasureId): Term => ({ label, sign: 1, measure })
export const minus = (label: string, measure: MeasureId): Term => ({ label, sign: -1, measure })
