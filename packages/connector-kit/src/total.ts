import type { Money } from '@throughline/canonical'

/** Days [from, to) on the source's own calendar. */
export interface Range {
  from: string
  to: string
}

/** The source's own count (and sum) of a stream's rows, as a whole or of one day of its calendar. */
export interface Total {
  /** Absent: of the whole range, or of all there is where no range was asked. */
  day?: string
  count?: number
  sum?: Money
}

/** What one row adds to its stream's totals. */
export interface Tally {
  /** The day in which the source counts it. Absent: in no day's total. */
  day?: string
  sum?: Money
  /** The source no longer counts it: archived, deleted, merged away. */
  gone?: boolean
}
