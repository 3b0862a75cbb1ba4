import type { Day, Instant } from '@throughline/canonical'
import type { Comparison, DayRange } from '../compared-range.ts'
import type { MoneyFigure, NumberFigure } from '../figure.ts'
import type { ModelName, Window } from '../../attribution/models/index.ts'
import type { Dimension } from '../registry/dimension.ts'
import type { MetricId } from '../registry/metric-id.ts'
import type { Amount, Interval, Source, Unit } from '../registry/metric.ts'

/** Keys by dimension: any of one, all of several. Null: not known. */
export type AskedFilter = Readonly<Record<string, readonly (string | null)[]>>

/** What is asked. */
export interface Question {
  /** Ids of metrics, at most ten. */
  metrics: readonly string[]
  range: DayRange
  comparison?: Comparison | undefined
  /** A dimension: one row for each key of it. */
  by?: string | undefined
  filter?: AskedFilter | undefined
  /** The client's own where unsaid. */
  model?: string | undefined
  window?: Window | undefined
  /** As known at this batch; now where unsaid. */
  batch?: number | undefined
  /** Rows, at most; how many more there are is said. */
  limit?: number | undefined
  /** Rows are in order of the first metric; largest first unless it is less that is wanted. Days and hours run on. */
  sort?: { metric: string; direction: 'up' | 'down' } | undefined
}

/** What one metric comes to, over everything or in one row. */
export interface Reading {
  metric: MetricId
  value: MoneyFigure | NumberFigure
  numerator: Amount | null
  denominator: Amount | null
  interval: Interval | null
  /** Fewer units stand behind it than it takes. */
  thin: boolean
  units: number | null
  /** In the compared range, to the same point. */
  before: MoneyFigure | NumberFigure | null
  /** (now − before) ÷ before. */
  change: NumberFigure | null
  parts: Readonly<Record<string, number>> | null
}

/** A source that a metric is told by: how old what is here of it is, and how much of it is here. */
export interface SourceStanding {
  connectionId: string | null
  name: string
  of: Source
  state: 'fresh' | 'late' | 'broken' | 'paused' | 'never'
  lastReadAt: Instant | null
  say: string | null
  /** What is here ÷ what the source counts, 0–1; null: the source gives no count. */
  completeness: number | null
}

/** One metric that was asked for, and how far what it says can be relied on. */
export interface AskedMetric {
  id: MetricId
  unit: Unit
  wanted: 'up' | 'down' | 'neither'
  /** What is divided and what by, in words; null where nothing is. */
  numerator: string | null
  denominator: string | null
  /** The model it follows; null: none. */
  model: ModelName | null
  /** What is here ÷ what is expected, over its sources that say; null: none says. */
  completeness: number | null
  /** Less than nine tenths of what is expected is here. */
  incomplete: boolean
  /** A source of it is late, broken or was never read. */
  stale: boolean
  /** By hours, what it is compared with ends at the same hour; else with the same day. */
  comparedTo: 'hour' | 'day'
  sources: SourceStanding[]
}

export interface AnswerRow {
  /** Null: nowhere known. */
  key: string | null
  /** What it is called, where its key is no name. */
  label: string | null
  readings: Reading[]
}

export interface Answer {
  batch: number
  recordedAt: Instant | null
  range: DayRange
  compared: DayRange | null
  comparedUntil: { day: Day; hour: number } | null
  today: Day
  currency: string
  timeZone: string
  by: Dimension | null
  /** What it was filtered by; by which keys, whoever asked knows: an answer says back nothing that was sent. */
  filtered: readonly Dimension[]
  /** What credit is given by, where a metric follows a model. `current`: nothing is waiting to be followed back. */
  attribution: { model: ModelName; window: Window; modelNo: number; own: boolean; current: boolean } | null
  metrics: AskedMetric[]
  total: Reading[]
  rows: AnswerRow[]
  /** Rows that are there and not shown. */
  more: number
}
