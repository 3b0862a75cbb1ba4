import { randomUUID } from 'node:crypto'
import { Conflict } from '@throughline/canonical'
import { auditAtHome, eq, sql, tables, type Database, type Door, type Transaction } from '@throughline/db'
import { loginOf } from './login.ts'
import { endSessions } from './sessions.store.ts'

const user = tables.appUser

/** An account as signing in needs it. */
export interface Account {
  userId: string
  email: string
  name: string
  passwordHash: string
  /** Sealed. */
  totpSecret: Uint8Array | null
  totpConfirmedAt: string | null
  totpLastStep: number | null
}

/** The account of an address, where there is one. */
export async function accountOf(database: Database, email: string): Promise<string | undefined> {
  const [found] = await database.call<{ user_id: string }>(sql`select * from find_login(${loginOf(email)})`)
  return found?.user_id
}

/** A person's own account row; nothing for an id that nobody has, in as many steps. */
export async function readAccount(door: Door, userId: string): Promise<Account | undefined> {
  const [row] = await door.asThemselves(userId, ({ db }) => db.select().from(user).where(eq(user.userId, userId)))
  return row
}

/** An id that nobody has, freshly: what an unknown address is looked up as. */
export const nobody = () => randomUUID()

/** Changes the account and tells the audit of it, in one transaction that acts as the person. */
export async function changeAccount(
  door: Door,
  userId: string,
  deed: { at: Date; action: string; set: Partial<typeof user.$inferInsert>; endOtherSessionsThan?: string | null },
): Promise<void> {
  await door.asThemselves(userId, async ({ db }) => {
    if (Object.keys(deed.set).length > 0) await db.update(user).set(deed.set).where(eq(user.userId, userId))
    if (deed.endOtherSessionsThan !== undefined) await endSessions(db, userId, deed.endOtherSessionsThan ?? undefined)
    await auditAtHome(db, userId, {
      at: deed.at,
      actor: `user:${userId}`,
      action: deed.action,
      subject: userId,
      detail: {},
    })
  })
}

/**
 * Marks a code's time step as used, unless another try did first.
 * @returns whether this try was the first
 */
export async function useStep(door: Door, userId: string, step: number): Promise<boolean> {
  const used = await door.asThemselves(userId, ({ db }) =>
    db
      .update(user)
      .set({ totpLastStep: step })
      .where(sql`user_id = ${userId} and (totp_last_step is null or totp_last_step < ${step})`)
      .returning({ userId: user.userId }),
  )
  return used.length === 1
}

/**
 * Writes a new person in a transaction that acts as them.
 * @throws Conflict when the address has an account
 */
export async function addUser(
  db: Transaction,
  person: { userId: string; email: string; name: string; passwordHash: string; at: Date },
): Promise<void> {
  const added = await db
    .insert(user)
    .values({
      userId: person.userId,
      email: person.email.trim(),
      login: loginOf(person.email),
      name: person.name.trim(),
      passwordHash: person.passwordHash,
      createdAt: person.at.toISOString(),
    })
    .onConflictDoNothing()
    .returning({ userId: user.userId })
  if (added.length === 0) throw new Conflict('This address has an account already.')
}
