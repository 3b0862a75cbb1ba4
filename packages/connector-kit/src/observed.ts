import type { CanonicalRecord, Person } from '@throughline/canonical'
import type { Tally } from './total.ts'

/**
 * What the runner (polling) and a webhook's worker hand to the store: one row of an outside system, read.
 *
 * How the store makes facts of it (`mergeRecords` in `@throughline/canonical` is this rule as a function):
 * - one source record per (source, stream, key); a row whose `revision` is lower than the stored one's is ignored, an
 *   equal or higher one replaces it;
 * - rows of several streams, and for a recurring plan several rows of one stream, may carry one record (same kind and
 *   key): they are merged field by field, higher rank winning, an absent field never overwriting.
 */
export interface ObservedRow {
  /** Connector id. */
  source: string
  stream: string
  /** The provider's id of this row, unique within (source, stream). */
  key: string
  /** Within one stream, a lower revision never replaces a higher one. Absent = 0. */
  revision?: number
  /** The stream's rank. A record with `stub: true` counts as rank 0, whatever the stream's. */
  rank: number
  /** As sent, after `scrub`: may hold personal data, so it is encrypted before it is stored. */
  raw: unknown
  /** Empty where the row is not this tenant's. */
  records: CanonicalRecord[]
  /** Why this row is not this tenant's, for example `entity 70002`: kept and visible, never counted. */
  foreign?: string
  /** Who the raw row is about: the key that encrypts it is theirs. */
  person?: Person
  /** What it adds to its stream's totals; one, in no day, where absent. */
  tally?: Tally
}

/** Where a row does not have the shape that it should: paths and reasons only, never a value. */
export interface RowIssue {
  path: string
  message: string
}

/** A row that could not be read, set aside alone. `raw` is scrubbed and may hold personal data. */
export interface QuarantinedRow {
  source: string
  stream: string
  /** The row's key where one could be read nonetheless. */
  key?: string
  issues: RowIssue[]
  raw: unknown
}

/** Rows of one page or one delivery. */
export interface Observation {
  rows: ObservedRow[]
  quarantined: QuarantinedRow[]
}
