import type { Cause } from '@throughline/canonical'

/** One effective fact of a person, as journeys are derived from it. */
export interface PersonFact {
  kind: string
  source: string
  key: string
  contactNo: number | null
  cause: Cause
  batch: number
  value: Readonly<Record<string, unknown>> & { happenedAt: string }
}

/** One event of a person. */
export interface PersonEvent {
  eventId: string
  /** Epoch milliseconds. */
  happenedAt: number
  /** The kind's number. */
  kind: number
  /** As sent; null where the event names none. */
  campaign: string | null
  creative: string | null
  /** Place in the list of delivery channels, from 1. */
  channel: number
  properties: Readonly<Record<string, unknown>>
}

/** All that is known of one person: contacts that were merged are one. */
export interface PersonHistory {
  contactNo: number
  conversions: readonly PersonFact[]
  refunds: readonly PersonFact[]
  /** Refunds of this person's whose conversion nobody has told of. */
  orphans: readonly PersonFact[]
  touchpoints: readonly PersonFact[]
  events: readonly PersonEvent[]
}
