import type { Cause, Day, Instant, Money } from '@throughline/canonical'
import type { Freshness } from '../connections/index.ts'
import type { DayRange } from './compared-range.ts'
import type { MoneyFigure, NumberFigure } from './figure.ts'
import type { ProvenMetric, ProvenMetricId } from './proven-metric.ts'

export interface ProofInput {
  metric: ProvenMetricId
  range: DayRange
  batch?: number | undefined
}

/** What a number says, with its actual numbers put in. */
export interface Proof {
  metric: ProvenMetricId
  title: string
  definition: string
  unit: ProvenMetric['unit']
  formula: {
    form: ProvenMetric['form']
    terms: { label: string; sign: 1 | -1; value: MoneyFigure | NumberFigure }[]
  }
  value: MoneyFigure | NumberFigure
  batch: number
  recordedAt: Instant | null
  rowCount: number
  sources: Freshness[]
}

/** One row behind a figure. */
export interface ProofRow {
  kind: 'gift' | 'refund' | 'chargeback' | 'donor'
  source: string
  key: string
  happenedAt: Instant
  day: Day
  donor: string
  gross: Money | null
  fee: Money | null
  /** What the row adds to the figure. */
  adds: Money | null
}

export interface Moment {
  batch: number
  recordedAt: Instant
  say: string
}

interface Standing {
  batch: number
  recordedAt: Instant | null
  value: MoneyFigure | NumberFigure
}

/** From one batch to another, by cause. The causes' amounts (or counts) sum to exactly now − then; of a ratio, each term's do. */
export interface Changes {
  then: Standing
  now: Standing
  /** The formula's terms then and now: what the causes' `terms` add up between. */
  terms: { label: string; sign: 1 | -1; then: MoneyFigure | NumberFigure; now: MoneyFigure | NumberFigure }[]
  causes: {
    cause: Cause
    /** Versions of records that were written under it. */
    rows: number
    /** Null for ratios and counts. */
    amount: Money | null
    /** Null for ratios and money. */
    count: number | null
    /** Unsigned, in the order of `terms`. */
    terms: { amount: Money | null; count: number | null }[]
  }[]
}
