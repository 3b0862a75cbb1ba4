import type { Inside } from '@throughline/db'
import type { MoneyFigure, NumberFigure } from '../figure.ts'
import type { Dimension } from './dimension.ts'
import type { Ask, MeasureId } from './measure.ts'
import type { MetricId } from './metric-id.ts'

/** `share`: a fraction 0–1; `ratio`: any fraction, shown as ×; `points`: a difference of shares, as a fraction. Never percent. */
export type Unit = 'money' | 'count' | 'share' | 'ratio' | 'hours' | 'months' | 'points'
export type Vocabulary = 'fundraising' | 'commerce'
export type Persona =
  'executive' | 'performance' | 'lifecycle' | 'rewards' | 'data_science' | 'compliance' | 'engineering'
export type RefreshTier = 'real_time' | 'hourly' | 'daily' | 'weekly'
/** What a figure is told by: whose completeness and age it has. */
export type Source = 'gifts' | 'plans' | 'ads' | 'messages' | 'events' | 'crm' | 'system'

/** One term of a formula. */
export interface Term {
  label: string
  sign: 1 | -1
  measure: MeasureId
}

/** From … to, in the metric's own unit (money: minor units of any currency); null: no bound. */
export interface Healthy {
  from: number | null
  to: number | null
}

/** One figure of the product: what it means, how it is worked out, and what is wanted of it. */
export interface Metric {
  id: MetricId
  title: Readonly<Record<Vocabulary, string>>
  /** In words, for people. */
  definition: string
  /** The formula in words. */
  formula: string
  unit: Unit
  wanted: 'up' | 'down' | 'neither'
  /** Of what one unit is: a gift, a person, a delivered message. */
  grain: string
  /** What can be filtered by and broken down into. */
  dimensions: readonly Dimension[]
  sources: readonly Source[]
  owner: Persona
  healthy: Healthy | null
  refresh: RefreshTier
  /** It follows the client's own attribution model, or the one that is asked for. */
  model: boolean
  /** `wilson`: a share of units, each with it or without. `own`: it brings its interval itself. Null: nothing is estimated. */
  estimate: 'wilson' | 'own' | null
  /** Under so many units it is told with few behind it. */
  thinBelow: number | null
  worked: Worked
}

/** How a metric is worked out. */
export type Worked =
  /** Σ sign·measure, and where there is a denominator, divided by that. */
  | {
      by: 'measures'
      numerator: readonly Term[]
      denominator: readonly Term[]
      /** Without any in the numerator there is no value: a cost that nobody told of is not a cost of zero. */
      needsNumerator?: boolean
      /** The units of which few make it thin. */
      units?: MeasureId | 'numerator' | 'denominator'
    }
  /** It reads what it needs by itself. */
  | {
      by: 'reader'
      numerator: string
      denominator: string | null
      hours: boolean
      /** How something stands at a moment, whatever the range: it is compared with nothing. */
      standing?: true
      read: MetricReader
    }
  /** Nothing here answers it yet. */
  | { by: 'nothing'; why: 'no_model_yet' | 'not_read_yet' }

/** Where a value lies with so much certainty: fractions, minor units or counts as the value is. */
export interface Interval {
  low: number
  high: number
  level: number
}
/** A part of a fraction as it was before dividing. */
export interface Amount {
  unit: 'money' | 'count' | 'hours' | 'share'
  value: number
}

/** What a metric comes to, over everything or in one row. */
export interface Worth {
  value: MoneyFigure | NumberFigure
  numerator: Amount | null
  denominator: Amount | null
  interval: Interval | null
  /** How many units stand behind it: what thin data is judged by. */
  units: number | null
  /** More of it by name: quartiles, the arms of a test. In the unit of the value unless the name says otherwise. */
  parts?: Readonly<Record<string, number>>
}

/** The whole and, where something was asked by, its rows. `label` where the key is no name. */
export interface Readout {
  total: Worth
  rows: readonly { key: string | null; label?: string | undefined; worth: Worth }[]
}

/** Works a metric out for one range, filter and breakdown, as known at a batch. Only the database is awaited. */
export type MetricReader = (inside: Inside, ask: Omit<Ask, 'measures'>) => Promise<Readout>
