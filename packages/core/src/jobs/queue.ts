import type { Nudge } from './nudge.ts'

export interface AddOptions {
  /** Not before. */
  at?: Date
  /** One that waits keeps its time: `at` is for where none does. */
  keepTime?: boolean
  /** Leaves one that is there as it is, also one that is running: for those who only make sure. */
  ifNone?: boolean
}

/** Where nudges wait. One per key: adding a second changes nothing but, unless `ifNone`, its count of failures. */
export interface Queue {
  add(nudge: Nudge, options?: AddOptions): Promise<void>
}
