import { randomBytes } from 'node:crypto'
import { NotFound } from '@throughline/canonical'
import { and, auditAtHome, eq, isNull, sql, tables, tokenHash, type Door } from '@throughline/db'
import type { Mail, Mailer } from '../mail/index.ts'
import { endSessions } from './sessions.store.ts'

const reset = tables.passwordReset
const lastsMs = 3_600_000

/** Writes down a link that works once and for an hour, with the mail that carries it; earlier links end. */
export async function writeReset(
  door: Door,
  mailer: Mailer,
  userId: string,
  now: Date,
  mail: (token: string, email: string) => Mail,
): Promise<void> {
  const token = randomBytes(32).toString('base64url')
  await door.asThemselves(userId, async ({ db }) => {
    const [account] = await db.select().from(tables.appUser).where(eq(tables.appUser.userId, userId))
    if (!account) return
    await db.delete(reset).where(eq(reset.userId, userId))
    await db
      .insert(reset)
      .values({ tokenHash: tokenHash(token), userId, expiresAt: new Date(now.getTime() + lastsMs).toISOString() })
    await mailer.queue(db, mail(token, account.email))
    await auditAtHome(db, userId, {
      at: now,
      actor: `user:${userId}`,
      action: 'password.reset_asked',
      subject: userId,
      detail: {},
    })
  })
}

/** Whose link this is, while it works. */
export async function ownerOfReset(door: Door, token: string, now: Date): Promise<string | undefined> {
  const [found] = await door.database.call<{ user_id: string; expires_at: string; used_at: string | null }>(
    sql`select * from find_reset(${tokenHash(token)})`,
  )
  return found && !found.used_at && new Date(found.expires_at) > now ? found.user_id : undefined
}

/**
 * Spends the link: new password, every session ended.
 * @throws NotFound when somebody spent it in the meantime
 */
export async function spendReset(
  door: Door,
  userId: string,
  token: string,
  passwordHash: string,
  now: Date,
): Promise<void> {
  await door.asThemselves(userId, async ({ db }) => {
    const spent = await db
      .update(reset)
      .set({ usedAt: now.toISOString() })
      .where(and(eq(reset.tokenHash, tokenHash(token)), isNull(reset.usedAt)))
      .returning({ userId: reset.userId })
    if (spent.length === 0) throw new NotFound('This link does not work any more.')
    await db.update(tables.appUser).set({ passwordHash }).where(eq(tables.appUser.userId, userId))
    await endSessions(db, userId)
    await auditAtHome(db, userId, {
      at: now,
      actor: `user:${userId}`,
      action: 'password.reset',
      subject: userId,
      detail: {},
    })
  })
}
