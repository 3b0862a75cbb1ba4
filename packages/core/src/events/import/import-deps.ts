import type { Door } from '@throughline/db'
import type { Queue } from '../../jobs/index.ts'
import type { Notifier } from '../../notify/index.ts'
import type { Secrets } from '../../secrets/index.ts'
import type { CutRecord } from './split-file.ts'

export interface ImportDeps {
  door: Door
  secrets: Secrets
  queue: Queue
  notifier: Pick<Notifier, 'tell'>
  /** Every connector by its id: sources that an event may name. */
  connectors: Readonly<Record<string, unknown>>
  /** The kit's cutter of CSV records. */
  kit: { cutRecord: CutRecord }
  /** Rows of a piece, if not as many as usual. */
  partRows?: number
  now: () => Date
  newId: () => string
}
