import type * as kit from '@throughline/connector-kit'
import type { Door } from '@throughline/db'
import type { Queue } from '../jobs/index.ts'
import type { Notifier } from '../notify/index.ts'
import type { Secrets } from '../secrets/index.ts'

/** The connector kit's functions. Core knows their types alone; whoever composes the house hands them in. */
export type Kit = typeof kit

/** Every connector by its id: the registry. */
export type Connectors = Readonly<Record<string, kit.AnyConnector>>

/** What receiving and processing need from outside. */
export interface IngestDeps {
  door: Door
  secrets: Secrets
  connectors: Connectors
  /** What the operator registered at a connector's provider (client id, secrets of its webhooks), if anything. */
  apps?: (connector: string) => unknown
  kit: Kit
  queue: Queue
  notifier: Pick<Notifier, 'tell'>
  now: () => Date
  /** Ids that sort by time (UUID version 7), so that what came first is taken first. */
  newId: () => string
}
