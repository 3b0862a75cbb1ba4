import type { Observation } from './observed.ts'
import type { KnownShape } from './shape-watch.ts'

/** Where a stream stands. `open` = in the middle of a run, so that the next slice goes on without looking back again. */
export interface Position {
  /** The stream's own cursor, a JSON value. */
  cursor: unknown
  open: boolean
}

/** How far a run is, in the stream's own unit (days, pages): for a progress bar and its estimate. */
export interface Progress {
  done: number
  of: number
}

export interface Page extends Observation {
  stream: string
  position: Position
  progress?: Progress
  /** Fields that were never seen before, `path type` each. */
  fields?: readonly string[]
}

/** What the runner needs of the place where rows end up; core implements it, tests hold it in memory. */
export interface RunStore {
  /** Where this connection's stream stands, or undefined before its first page. */
  position: (stream: string) => Promise<Position | undefined>
  /** What is known of the stream's fields; without it they are not watched. */
  shape?: (stream: string) => Promise<KnownShape | undefined>
  /** Saves rows, quarantine, fields and position in ONE transaction, so that a kill between pages loses and repeats nothing. */
  savePage: (page: Page) => Promise<void>
}
