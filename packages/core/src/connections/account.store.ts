import type { Account, Usage } from '@throughline/connector-kit'
import { and, eq, sql, tables, type Database, type Inside } from '@throughline/db'

const { connection, connectionAccount } = tables

/** Keeps what a check found: the page shows it, and deliveries to a whole app find this connection by it. */
export async function keepAccounts(
  { db, tenantId }: Inside,
  { connectionId, connector }: { connectionId: string; connector: string },
  accounts: readonly Account[],
  now: Date,
): Promise<void> {
  await db
    .update(connection)
    .set({ accounts: [...accounts], checkedAt: now.toISOString(), revision: sql`${connection.revision} + 1` })
    .where(eq(connection.connectionId, connectionId))
  await forgetAccounts({ db }, connectionId)
  if (accounts.length > 0)
    await db
      .insert(connectionAccount)
      .values(accounts.map(({ id }) => ({ tenantId, connectionId, connector, account: id })))
      .onConflictDoNothing()
}

export async function forgetAccounts({ db }: Pick<Inside, 'db'>, connectionId: string): Promise<void> {
  await db.delete(connectionAccount).where(eq(connectionAccount.connectionId, connectionId))
}

/** Has it ever been checked? */
export async function wasChecked({ db }: Pick<Inside, 'db'>, connectionId: string): Promise<boolean> {
  const [row] = await db
    .select({ checkedAt: connection.checkedAt })
    .from(connection)
    .where(and(eq(connection.connectionId, connectionId)))
  return typeof row?.checkedAt === 'string'
}

/** What the provider last said of the limits that are left. */
export async function keepUsage(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  usage: readonly Usage[],
  now: Date,
): Promise<void> {
  const shown = usage.map(({ name, used }) => ({ name, used }))
  await db
    .update(connection)
    .set({ usage: shown, usageAt: now.toISOString() })
    .where(eq(connection.connectionId, connectionId))
}

/** Ids of the connections, of whichever clients, that speak for an account. Ids alone: their content is behind the door. */
export async function connectionsOfAccount(
  database: Pick<Database, 'call'>,
  connector: string,
  account: string,
): Promise<string[]> {
  const rows = await database.call<{ connection_id: string }>(
    sql`select connection_id from find_account(${connector}, ${account})`,
  )
  return rows.map((row) => row.connection_id)
}
