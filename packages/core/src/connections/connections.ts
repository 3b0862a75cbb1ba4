import type { Actor } from '@throughline/db'
import type { DriftPolicy } from '@throughline/connector-kit'
import type {
  Connection,
  ConnectionCard,
  ConnectionHealth,
  ConnectorCard,
  DisconnectedCard,
  Freshness,
  SyncRun,
} from './views.ts'

/** Pages of at most 200, newest first; `cursor` is what the page before called `next`. */
export interface PageInput {
  cursor?: string | undefined
  limit: number
}
export interface PageOf<Row> {
  rows: Row[]
  next: string | null
}

/** A tenant's connections to outside systems. All methods ask the actor's role; another tenant's connection is NotFound. */
export interface Connections {
  /** What can be connected, each with the form that its own schema draws. */
  catalogue(actor: Actor, tenantId: string): Promise<ConnectorCard[]>
  list(actor: Actor, tenantId: string): Promise<ConnectionCard[]>
  /** Those of every client whose connections this person may see. */
  across(actor: Actor): Promise<(ConnectionCard & { tenant: { slug: string; name: string } })[]>
  read(actor: Actor, tenantId: string, connectionId: string): Promise<Connection>
  /** When each source was last read, and whether that is as promised. */
  freshness(actor: Actor, tenantId: string): Promise<Freshness[]>
  /**
   * Makes a connection, its schedule, and begins reading its history. `values` by a form field's path, secrets included.
   * @throws Invalid naming the field
   */
  create(
    actor: Actor,
    tenantId: string,
    input: { connector: string; name: string; values: Record<string, unknown> },
  ): Promise<{ connectionId: string }>
  /** Changes what is given; absent values and secrets stay. What this makes foreign or no longer foreign is counted anew by a job. */
  update(
    actor: Actor,
    tenantId: string,
    input: { connectionId: string; name?: string | undefined; values: Record<string, unknown> },
  ): Promise<void>
  /** Asks the outside system whether the credentials work, in words that the person can act on. */
  check(actor: Actor, tenantId: string, connectionId: string): Promise<{ ok: boolean; say: string }>
  /** Where to send a person who is to sign in at the provider. `forActions`: also for changing things there. */
  beginSignIn(
    actor: Actor,
    tenantId: string,
    input: { connectionId: string; forActions: boolean },
  ): Promise<{ url: string }>
  /** With what the provider sent back. Begins reading history where none was read. @throws Invalid where it does not fit */
  finishSignIn(
    actor: Actor,
    tenantId: string,
    input: { state: string; code: string },
  ): Promise<{ connectionId: string }>
  pause(actor: Actor, tenantId: string, connectionId: string): Promise<void>
  resume(actor: Actor, tenantId: string, connectionId: string): Promise<void>
  /** Stops reading and receiving; what was read stays. Its credentials lie sealed and unused for 30 days, then they are forgotten. */
  disconnect(actor: Actor, tenantId: string, connectionId: string): Promise<void>
  /** What was given up and can still be taken up again, the last one first. */
  disconnected(actor: Actor, tenantId: string): Promise<DisconnectedCard[]>
  /** Takes it up again as it was, and reads what came meanwhile. @throws NotFound after 30 days, Conflict where its name is taken */
  reconnect(actor: Actor, tenantId: string, connectionId: string): Promise<void>
  syncNow(actor: Actor, tenantId: string, connectionId: string): Promise<void>
  /** Reads history again from this day (the source's own calendar) to now. */
  backfill(actor: Actor, tenantId: string, input: { connectionId: string; from: string }): Promise<{ workId: string }>
  /** Asks a piece of long work to stop at its next page; what it has read stays. */
  cancel(actor: Actor, tenantId: string, workId: string): Promise<void>
  /** How it does: lag, limits, completeness, fields that are new, webhooks. */
  health(actor: Actor, tenantId: string, connectionId: string): Promise<ConnectionHealth>
  /**
   * Reads a stream again from the first day that differs from the source's own count, and, where there is more here than there, asks
   * the source for what is held.
   */
  repair(actor: Actor, tenantId: string, input: { connectionId: string; stream: string }): Promise<{ workId: string }>
  /** What to do with fields that a stream never had before. */
  setDrift(
    actor: Actor,
    tenantId: string,
    input: { connectionId: string; stream: string; drift: DriftPolicy },
  ): Promise<void>
  /** New fields of a stream are fields like others from now on. */
  acceptFields(
    actor: Actor,
    tenantId: string,
    input: { connectionId: string; stream: string },
  ): Promise<{ count: number }>
  /** How often it is read. @throws Invalid outside 1 to 1,440 minutes */
  setSchedule(actor: Actor, tenantId: string, input: { connectionId: string; everyMinutes: number }): Promise<void>
  /** Knocks at our own webhook address: can it be reached from outside? */
  probe(actor: Actor, tenantId: string, connectionId: string): Promise<{ ok: boolean; say: string }>
  runs(actor: Actor, tenantId: string, input: PageInput & { connectionId: string }): Promise<PageOf<SyncRun>>
}
