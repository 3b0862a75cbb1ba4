import type { Cause, Day } from '@throughline/canonical'

/** People of a range of days as known at a batch, exact. */
export interface People {
  /**
   * Distinct contacts with at least one effective approved gift in the range. A refund does not undo having given; a withdrawn
   * gift does.
   */
  donors: number
  /** Those among them without an effective gift before the range. */
  newDonors: number
  days: { day: Day; donors: number; newDonors: number }[]
}

export interface PeopleChange {
  cause: Cause
  donors: number
  newDonors: number
}
