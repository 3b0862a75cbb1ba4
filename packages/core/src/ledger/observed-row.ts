import type { CanonicalRecord, Money, Person } from '@throughline/canonical'

/**
 * One row of an outside system, read. The same shape as the connector kit's `ObservedRow`: core may not import the kit, and a
 * caller's types hold the two together.
 */
export interface ObservedRow {
  /** Connector id. */
  source: string
  stream: string
  /** The provider's id of this row, unique within (source, stream). */
  key: string
  /** Within one stream, a lower revision never replaces a higher one. Absent = 0. */
  revision?: number
  /** The stream's rank; a stub counts as 0 whatever is said here. */
  rank: number
  /** As sent, after `scrub`: sealed with the person's key before it is stored. */
  raw: unknown
  /** Empty where the row is not this tenant's. */
  records: CanonicalRecord[]
  /** Why this row is not this tenant's: kept and visible, never counted. */
  foreign?: string
  /** Who the raw row is about: the key that seals it is theirs. */
  person?: Person
  /** What it adds to its stream's totals at the source; one, in no day, where absent. */
  tally?: { day?: string; sum?: Money; gone?: boolean }
}
