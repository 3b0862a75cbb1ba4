import type { Day, Instant } from '@throughline/canonical'
import type { TenantKeyring } from '../secrets/index.ts'
import type { ObservedRow } from './observed-row.ts'

/** What wrote a batch. */
export type BatchOrigin = 'inbox' | 'read' | 'reprocess' | 'settings' | 'contacts' | 'rebuild' | 'attribution'

/** A number and when it was recorded; batch 0 is before anything was. */
export interface BatchMoment {
  batch: number
  recordedAt: Instant | null
}

export interface WriteBatchInput {
  rows: readonly ObservedRow[]
  connectionId: string
  origin: Extract<BatchOrigin, 'inbox' | 'read' | 'reprocess'>
  originId?: string
  now: Date
  keyring: TenantKeyring
}

/** What a write came to. `fresh + changed + unchanged + foreign` = the rows that were handed in. */
export interface BatchOutcome {
  /** Undefined where no fact changed: then no number was used. */
  batch: number | undefined
  recordedAt: Instant | undefined
  /** Rows never seen before and ours. */
  fresh: number
  /** Rows seen before that say something else now. */
  changed: number
  /** Rows seen before just so, or overtaken by a later revision. */
  unchanged: number
  /** Rows kept but not counted. */
  foreign: number
  /** Contacts that each row speaks of, by the row's place in the input: erasing a person drops raw bodies by these. */
  contactNosOf: readonly (readonly number[])[]
  /** All of them, once. */
  contactNos: number[]
  /** Those of them who were erased: raw bodies that speak of them are to be dropped. */
  erasedContactNos: number[]
  /** Tenant days whose sums or people changed. */
  days: Day[]
}
