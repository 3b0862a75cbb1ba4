import { authenticateHook, eq, sql, tables, type Actor, type Door, type Inside } from '@throughline/db'
import type { Account } from '@throughline/connector-kit'
import type { Secrets, TenantKeyring } from '../secrets/index.ts'

const { connection, connectionSecret } = tables

/** A connection with its credentials open, as it was at its revision. */
export interface KnownConnection {
  tenantId: string
  connectionId: string
  connector: string
  state: 'active' | 'paused' | 'needs_customer' | 'disconnected'
  config: Record<string, unknown>
  secrets: unknown
  /** What its last check found; empty before the first. */
  accounts: Account[]
  revision: number
  keyring: TenantKeyring
}

/** Names the place that sealed credentials were made for. */
const secretContext = (connectionId: string) => `connection_secret ${connectionId}`

export function sealSecrets(keyring: TenantKeyring, connectionId: string, secrets: unknown): Uint8Array {
  return keyring.seal(Buffer.from(JSON.stringify(secrets)), secretContext(connectionId))
}

/**
 * Reads one connection of the tenant with its credentials; undefined where there is none.
 * @param options.credentials false for what is to be done without them: it goes on where they do not open
 */
export async function readKnownConnection(
  inside: Inside,
  secrets: Secrets,
  connectionId: string,
  now: Date,
  { credentials = true }: { credentials?: boolean } = {},
): Promise<KnownConnection | undefined> {
  const [row] = await inside.db
    .select({
      connector: connection.connector,
      state: connection.state,
      config: connection.config,
      revision: connection.revision,
      accounts: connection.accounts,
      body: connectionSecret.body,
    })
    .from(connection)
    .leftJoin(connectionSecret, eq(connectionSecret.connectionId, connection.connectionId))
    .where(eq(connection.connectionId, connectionId))
  if (!row) return undefined
  const keyring = await secrets.forTenant(inside, now)
  const { body, ...rest } = row
  // What is given up keeps its credentials for as long as that can be undone; nothing opens them meanwhile.
  const wanted = credentials && row.state !== 'disconnected'
  const opened = wanted && body && Buffer.from(keyring.open(body, secretContext(connectionId))).toString('utf8')
  return {
    ...rest,
    accounts: rest.accounts ?? [],
    tenantId: inside.tenantId,
    connectionId,
    secrets: opened ? (JSON.parse(opened) as unknown) : {},
    keyring,
  }
}

/** Whose address this is, before any proof. */
export const actorOfAddress = (door: Door, connectionId: string): Promise<(Actor & { kind: 'hook' }) | undefined> =>
  authenticateHook(door.database, connectionId)

/** The connection's revision and state now: what a cache compares. */
export async function revisionOf({ db }: Inside, connectionId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ now: sql<string>`${connection.revision} || ' ' || ${connection.state}` })
    .from(connection)
    .where(eq(connection.connectionId, connectionId))
  return row?.now
}
