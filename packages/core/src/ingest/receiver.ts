import type { RawRequest, RowIssue } from '@throughline/connector-kit'
import type { Actor } from '@throughline/db'
import type { PageInput, PageOf } from '../connections/connections.ts'

/** A request to one of our webhook addresses, as it came over the wire. */
export interface Delivery {
  connector: string
  /** Absent where the provider has one address for the whole app. */
  connectionId?: string | undefined
  kind: string
  request: RawRequest
}

/**
 * What became of it. `accepted` only after the raw body is durable.
 * - `unknown`: no such address, a disconnected or paused-for-good connection, another connector's: 404, nothing said
 * - `unproved`: wrong or no proof: 401
 * - `malformed`: proved, but no JSON or without its envelope: 400 with the field; set aside in quarantine
 * - `busy`: the tenant's queue is full: 429
 * - `answer`: the provider's own handshake
 */
export type Received =
  | { result: 'accepted' }
  | { result: 'unknown' }
  | { result: 'unproved' }
  | { result: 'malformed'; issues: RowIssue[] }
  | { result: 'busy'; retryAt: Date }
  | { result: 'answer'; response: Response }

/** The door for deliveries. One per process: it groups what comes at once and caches what checks it. */
export interface Receiver {
  /** Durable before it answers `accepted`. Throws only when the database does: answer 503, the provider comes again. */
  receive(delivery: Delivery): Promise<Received>
}

/** One row that could not be read, as people see it. */
export interface Quarantined {
  id: string
  stream: string
  key: string | null
  receivedAt: string
  origin: 'webhook' | 'read'
  issues: { path: string; message: string }[]
  state: 'open' | 'replayed' | 'dismissed'
}

/** Rows set aside: seen, tried again after a fix, or dismissed. */
export interface QuarantineDesk {
  list(actor: Actor, tenantId: string, input: PageInput & { connectionId: string }): Promise<PageOf<Quarantined>>
  /** Tries these again with today's schema: how many could be read now. The others stay, with today's reasons. */
  replay(actor: Actor, tenantId: string, ids: readonly string[]): Promise<{ count: number }>
  dismiss(actor: Actor, tenantId: string, ids: readonly string[]): Promise<{ count: number }>
}
