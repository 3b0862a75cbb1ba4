import type { Day } from '@throughline/canonical'

/** An event with everything in its place: what is stored, counted and packed. */
export interface WrittenEvent {
  eventId: string
  /** Epoch milliseconds. */
  happenedAt: number
  /** The tenant's own. */
  day: Day
  hour: number
  kind: number
  contactNo: number
  campaignNo: number
  creativeNo: number
  channel: number
  region: number
  source: number
  /** Place in the list of causes. */
  cause: number
  amount: number | null
  measure: Measure | undefined
  properties: string
}

/** What is counted of events. */
export const measures = [
  'delivered',
  'held_out',
  'viewed',
  'clicked',
  'visited',
  'started',
  'engaged',
  'converted',
  'abandoned',
  'unsubscribed',
] as const
export type Measure = (typeof measures)[number]
