import type { Instant } from '@throughline/canonical'

/** How many came, beside how many should have: counted by the source itself, or by what it brought on such days before. */
export type Expectation =
  | { basis: 'source'; expected: number; here: number; checkedAt: Instant }
  | { basis: 'own'; expected: number; here: number; days: number; least: number }

/** What is known of one source over a range, as counts: everything else is worked out of these. */
export interface SourceCounts {
  /** `connection:` with its id, or `events:` with the name that its events give. */
  source: string
  /** As shown: the connection's name, or the source's. */
  name: string
  connectionId: string | null
  /** Rows or events that were looked at and taken. */
  taken: number
  /** Those that were not, by why. */
  refused: { missing: number; shape: number; other: number }
  /** That came a second time, and of how many it would have been seen. */
  repeats: { again: number; of: number } | null
  /** Of what came for the first time in the range, how much had happened more than a day before. */
  late: { late: number; of: number }
  expectation: Expectation | null
  /** Up to when what is here is known to be all there is: the last look at a source, the last event that came. */
  newestAt: Instant | null
  /** A look every so many minutes was promised; null where events are sent to us. */
  everyMinutes: number | null
  /** It is paused or given up: nobody waits for it. */
  resting: boolean
}
