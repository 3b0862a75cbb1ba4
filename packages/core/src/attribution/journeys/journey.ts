import type { Cause, Day, MovementKind } from '@throughline/canonical'
import type { Codes, Finding, Tier } from '../evidence.ts'
import type { Touch } from './touch.ts'

/** Who gave: for the first time, again, or by a plan that goes on. */
export const customers = ['new', 'returning', 'monthly'] as const
export type Customer = (typeof customers)[number]

/** Money of a journey on the day it moved. */
export interface JourneyPart {
  day: Day
  kind: MovementKind
  currency: string
  minor: number
  /** What parts of its family (gross; fee; fee returned; refunds and chargebacks) in its currency came to before it. */
  before: number
}

/** When a deal's lead and the deal were made, where that is known, and when it was won: ISO instants. */
export interface DealMilestones {
  lead?: string
  opportunity?: string
  won: string
}

/** A won deal may have the key of a gift of the same source: each has a journey of its own. */
export const journeyName = ({ source, key, type }: Pick<Journey, 'source' | 'key' | 'type'>): string =>
  `${source}\0${key}\0${type === 'won' ? 'won' : ''}`

/** One conversion with what led to it. */
export interface Journey {
  source: string
  key: string
  contactNo: number
  /** Epoch milliseconds. */
  happenedAt: number
  /** What touches are looked at before: the conversion itself, or the first charge of the plan that it belongs to. */
  decidedAt: number
  day: Day
  type: string
  customer: Customer
  currency: string
  gross: number
  net: number
  form: string | null
  codes: Codes
  finding: Finding
  /** How sure it is where it came from, at best. */
  tier: Tier
  /** In time order, none after `decidedAt`. */
  touches: readonly Touch[]
  parts: readonly JourneyPart[]
  /** Of a won deal, when it came how far. */
  milestones: DealMilestones | null
  /** Why its money was written last. */
  cause: Cause
}
