import { eq, sql, tables, type Database, type Door, type Transaction } from '@throughline/db'
import { grantsChannel } from '../sign-in/index.ts'

const { session } = tables

/** Says, with the commit, that what a person may see has changed: their open pages look again. */
export async function tellGrantsChanged(db: Transaction, userId: string): Promise<void> {
  await db.execute(sql`select pg_notify(${grantsChannel}, ${userId})`)
}

/** Ends the sessions of somebody who now sees nothing at all. What they still see, the door decides at each request anyway. */
export async function endSessionsOfTheBlind(door: Door, userId: string): Promise<void> {
  if (await seesAnything(door.database, userId)) return
  await door.asThemselves(userId, async ({ db }) => {
    await db.delete(session).where(eq(session.userId, userId))
    await tellGrantsChanged(db, userId)
  })
}

async function seesAnything(database: Database, userId: string): Promise<boolean> {
  const rows = await database.call(sql`
    select agency_id from find_memberships(${userId}) union all select tenant_id from find_grants(${userId}) limit 1`)
  return rows.length > 0
}

/** The name of whoever is acting, from their own account. */
export async function nameOf(db: Transaction, userId: string): Promise<string> {
  const [row] = await db
    .select({ name: tables.appUser.name })
    .from(tables.appUser)
    .where(eq(tables.appUser.userId, userId))
  return row?.name ?? ''
}

/** When people were last here, by person. */
export async function lastSeen(db: Transaction, userIds: string[]): Promise<ReadonlyMap<string, string>> {
  if (userIds.length === 0) return new Map()
  const rows = await db.execute<{ user_id: string; at: string }>(
    sql`select * from last_seen(${`{${userIds.join(',')}}`}::uuid[])`,
  )
  return new Map([...rows].map((row) => [row.user_id, new Date(row.at).toISOString()]))
}
