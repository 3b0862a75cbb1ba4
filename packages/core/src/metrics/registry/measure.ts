import type { Day } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import type { ComparedPart } from '../compared-range.ts'
import type { Dimension } from './dimension.ts'

/** What is counted and summed: what formulas are made of. Money in minor units, unsigned by itself; the rest in units. */
export const measureIds = [
  'gross',
  'gross_recurring',
  'fee',
  'fee_returned',
  'refund',
  'chargeback',
  'gifts',
  'refunds',
  'chargebacks',
  'donors',
  'new_donors',
  'certain_gross',
  'attributed_gross',
  'attributed_net',
  'attributed_gifts',
  'spend',
  'impressions',
  'clicks',
  'link_clicks',
  'ad_spend',
  'text_spend',
  'told_delivered',
  'told_mailed',
  'told_opened',
  'told_clicked',
  'told_opted_out',
  'shown',
  'shown_clicked',
  'clicked',
  'converted',
  'events_delivered',
  'events_mailed',
  'events_opened',
  'events_message_clicked',
  'events_unsubscribed',
] as const
export type MeasureId = (typeof measureIds)[number]

/** Some keys of each dimension; several of one dimension are any of them, several dimensions all of them. Null: not known. */
export type Filter = Readonly<Partial<Record<Dimension, readonly (string | null)[]>>>

/** What of a store is read. */
export interface Ask<Id extends string = MeasureId> {
  measures: readonly Id[]
  /** Days, both included, in the tenant's zone; of the last one only what lies before `hour`, where it is given. */
  range: ComparedPart
  /** What the rows are; null: one row for everything. */
  by: Dimension | null
  filter: Filter
  /** As known at this batch. */
  batch: number
  /** The tenant's. Other currencies come back as they are, each with its day. */
  currency: string
  timeZone: string
  now: Date
}

/** One sum. */
export interface Cell<Id extends string = MeasureId> {
  measure: Id
  /** A key of the dimension that was asked by; null: not known, or nothing was asked by. */
  row: string | null
  /** Null: it is no money. */
  currency: string | null
  /** Given where the currency is not the tenant's: whose rate it is converted by. */
  day: Day | null
  value: number
}

/** One place that measures are read from; which of them, and by what, `kept-measures.ts` says. */
export interface MeasureStore {
  /** The first day that it has anything of, as known at the batch; undefined: nothing was ever read. */
  since(inside: Inside, batch: number): Promise<Day | undefined>
  read(inside: Inside, ask: Ask): Promise<Cell[]>
}

export type StoreId = 'money' | 'credit' | 'delivery' | 'activity' | 'activity_hour' | 'people'
