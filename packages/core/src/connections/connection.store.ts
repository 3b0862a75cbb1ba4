import { NotFound } from '@throughline/canonical'
import { and, desc, eq, gt, isNull, ne, sql, tables, type Inside } from '@throughline/db'
import type { Account } from '@throughline/connector-kit'
import type { TenantKeyring } from '../secrets/index.ts'
import { sealSecrets } from './known-connection.store.ts'
import type { ConnectionState } from './views.ts'

const { connection, connectionSecret } = tables
const isUuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

export interface ConnectionRow {
  connectionId: string
  connector: string
  name: string
  config: Record<string, unknown>
  revision: number
  state: ConnectionState
  say: string | null
  everyMinutes: number
  createdAt: string
  accounts: Account[] | null
}

const columns = {
  connectionId: connection.connectionId,
  connector: connection.connector,
  name: connection.name,
  config: connection.config,
  revision: connection.revision,
  state: connection.state,
  say: connection.say,
  everyMinutes: connection.everyMinutes,
  createdAt: connection.createdAt,
  accounts: connection.accounts,
}
/** @throws NotFound where the tenant has no such connection */
export async function requireConnection(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  options: { hold?: boolean } = {},
): Promise<ConnectionRow> {
  if (!isUuid.test(connectionId)) throw new NotFound('No such connection.')
  const query = db.select(columns).from(connection).where(eq(connection.connectionId, connectionId))
  const [row] = await (options.hold ? query.for('update') : query)
  if (!row) throw new NotFound('No such connection.')
  return row
}

export interface NewConnection {
  connectionId: string
  connector: string
  name: string
  config: Record<string, unknown>
  everyMinutes: number
}

export async function insertConnection({ db, tenantId }: Inside, input: NewConnection, now: Date): Promise<void> {
  await db.insert(connection).values({ ...input, tenantId, state: 'active', createdAt: now.toISOString() })
}

/** Changes a connection and raises its revision, so that every process reads it anew within a second. */
export async function changeConnection(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  change: Partial<{
    name: string
    config: Record<string, unknown>
    everyMinutes: number
    state: ConnectionState
    say: string | null
    archivedAt: string | null
  }>,
): Promise<void> {
  await db
    .update(connection)
    .set({ ...change, revision: sql`${connection.revision} + 1` })
    .where(eq(connection.connectionId, connectionId))
}

/** The outside system asks for the customer: reading rests until they act. Not where a person has paused or given it up. */
export async function askCustomer({ db }: Pick<Inside, 'db'>, connectionId: string, say: string): Promise<void> {
  await db
    .update(connection)
    .set({ state: 'needs_customer', say, revision: sql`${connection.revision} + 1` })
    .where(and(eq(connection.connectionId, connectionId), eq(connection.state, 'active')))
}

/** What was wrong is mended. */
export async function customerActed({ db }: Pick<Inside, 'db'>, connectionId: string): Promise<void> {
  await db
    .update(connection)
    .set({ state: 'active', say: null, revision: sql`${connection.revision} + 1` })
    .where(and(eq(connection.connectionId, connectionId), eq(connection.state, 'needs_customer')))
}

export async function saveSecrets(
  { db, tenantId }: Inside,
  keyring: TenantKeyring,
  connectionId: string,
  secrets: unknown,
  now: Date,
): Promise<void> {
  const kept = {
    keyVersion: keyring.version,
    body: sealSecrets(keyring, connectionId, secrets),
    updatedAt: now.toISOString(),
  }
  await db
    .insert(connectionSecret)
    .values({ tenantId, connectionId, ...kept })
    .onConflictDoUpdate({ target: [connectionSecret.tenantId, connectionSecret.connectionId], set: kept })
}

/** Forgets for good the credentials of what was given up before then. @returns of how many */
export async function forgetSecretsOfGivenUp({ db }: Pick<Inside, 'db'>, before: Date): Promise<number> {
  const gone = await db.execute(sql`
    delete from connection_secret s using connection c
    where c.connection_id = s.connection_id and c.archived_at < ${before.toISOString()}::timestamptz returning s.connection_id`)
  return gone.length
}

/** Connections given up since then, the last one first. */
export async function givenUpSince(
  { db }: Pick<Inside, 'db'>,
  since: Date,
): Promise<{ connectionId: string; connector: string; name: string; disconnectedAt: string }[]> {
  const { archivedAt } = connection
  const rows = await db
    .select({
      connectionId: connection.connectionId,
      connector: connection.connector,
      name: connection.name,
      archivedAt,
    })
    .from(connection)
    .where(gt(archivedAt, since.toISOString()))
    .orderBy(desc(archivedAt))
  return rows.map(({ archivedAt, ...row }) => ({ ...row, disconnectedAt: archivedAt ?? '' }))
}

/** Whether another connection of the tenant bears this name. */
export async function nameTaken({ db }: Pick<Inside, 'db'>, name: string, except?: string): Promise<boolean> {
  const rows = await db
    .select({ id: connection.connectionId })
    .from(connection)
    .where(
      and(
        eq(connection.name, name),
        isNull(connection.archivedAt),
        except === undefined ? undefined : ne(connection.connectionId, except),
      ),
    )
  return rows.length > 0
}

export { actorName, appendAudit, authenticateJob as jobOf } from '@throughline/db'
