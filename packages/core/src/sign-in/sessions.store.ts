import { Lucia, TimeSpan, type Adapter } from 'lucia'
import {
  and,
  eq,
  findSession,
  lt,
  lte,
  ne,
  sql,
  tables,
  tokenHash,
  type Actor,
  type Door,
  type Transaction,
} from '@throughline/db'
import type { Authenticated, SignedIn } from './sign-in.ts'

const session = tables.session
/** A visit is written down at most this often. */
const seenEveryMs = 3_600_000

interface WithActor {
  actor: Authenticated['actor']
}
declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Record<never, never>, WithActor>
    DatabaseUserAttributes: WithActor
  }
}

/**
 * Lucia's way to our table. Lucia knows tokens, the table knows only their SHA-256; each row is reached as the person it
 * belongs to. Lucia reads the wall clock and ours is passed in, so instants are moved between the two on their way.
 */
function adapter(door: Door, now: () => Date): Adapter {
  const ahead = () => now().getTime() - Date.now()
  const toOurs = (wall: Date) => new Date(wall.getTime() + ahead()).toISOString()
  const toWall = (ours: Date) => new Date(ours.getTime() - ahead())
  const asOwner = async (token: string, fn: (userId: string, hash: string) => Promise<void>) => {
    const found = await findSession(door.database, token)
    if (found) await fn(found.actor.userId, tokenHash(token))
  }
  return {
    async getSessionAndUser(token) {
      const found = await findSession(door.database, token)
      if (!found) return [null, null]
      const { userId } = found.actor
      if (now().getTime() - found.lastSeenAt.getTime() > seenEveryMs)
        await door.asThemselves(userId, async ({ db }) => {
          await db
            .update(session)
            .set({ lastSeenAt: now().toISOString() })
            .where(eq(session.tokenHash, tokenHash(token)))
        })
      return [
        { id: token, userId, expiresAt: toWall(found.expiresAt), attributes: {} },
        { id: userId, attributes: { actor: found.actor } },
      ]
    },
    async getUserSessions(userId) {
      const rows = await door.asThemselves(userId, ({ db }) =>
        db.select().from(session).where(eq(session.userId, userId)),
      )
      return rows.map((row) => ({
        id: row.tokenHash,
        userId,
        expiresAt: toWall(new Date(row.expiresAt)),
        attributes: {},
      }))
    },
    async setSession({ id, userId, expiresAt }) {
      const at = now().toISOString()
      await door.asThemselves(userId, async ({ db }) => {
        await db.delete(session).where(and(eq(session.userId, userId), lt(session.expiresAt, at)))
        await db
          .insert(session)
          .values({ tokenHash: tokenHash(id), userId, expiresAt: toOurs(expiresAt), createdAt: at, lastSeenAt: at })
      })
    },
    updateSessionExpiration: (token, expiresAt) =>
      asOwner(token, (userId, hash) =>
        door.asThemselves(userId, async ({ db }) => {
          await db
            .update(session)
            .set({ expiresAt: toOurs(expiresAt), lastSeenAt: now().toISOString() })
            .where(eq(session.tokenHash, hash))
        }),
      ),
    deleteSession: (token) =>
      asOwner(token, (userId, hash) =>
        door.asThemselves(userId, async ({ db }) => {
          await db.delete(session).where(eq(session.tokenHash, hash))
          await db.execute(sql`select pg_notify(${grantsChannel}, ${userId})`)
        }),
      ),
    deleteUserSessions: (userId) =>
      door.asThemselves(userId, async ({ db }) => {
        await db.delete(session).where(eq(session.userId, userId))
      }),
    deleteExpiredSessions: () => forgetWhatIsOver(door, now()),
  }
}

/** Deletes sessions and reset links that are over, as each person they belong to: nobody may read everybody's. */
async function forgetWhatIsOver(door: Door, now: Date): Promise<void> {
  const at = now.toISOString()
  const people = await door.database.call<{ user_id: string }>(sql`select * from stale_sign_ins(${at})`)
  for (const { user_id: userId } of people)
    await door.asThemselves(userId, async ({ db }) => {
      await db.delete(session).where(and(eq(session.userId, userId), lte(session.expiresAt, at)))
      const reset = tables.passwordReset
      await db.delete(reset).where(and(eq(reset.userId, userId), lte(reset.expiresAt, at)))
    })
}

/** Sessions of 30 days that slide: past half of it, the end moves. */
export interface Sessions {
  open(userId: string): Promise<SignedIn>
  authenticate(token: string): Promise<Authenticated | undefined>
  close(token: string): Promise<void>
  /** Forgets those that are over, with reset links that are. */
  purge(): Promise<void>
}

/** Sessions over Lucia. */
export function createSessions(door: Door, now: () => Date): Sessions {
  const lucia = new Lucia(adapter(door, now), {
    sessionExpiresIn: new TimeSpan(30, 'd'),
    getUserAttributes: ({ actor }) => ({ actor }),
  })
  const ours = (wall: Date) => new Date(wall.getTime() + now().getTime() - Date.now())
  return {
    async open(userId) {
      const opened = await lucia.createSession(userId, {})
      return { status: 'signed_in', token: opened.id, userId, expiresAt: ours(opened.expiresAt) }
    },
    async authenticate(token) {
      const { session: valid, user } = await lucia.validateSession(token)
      if (!valid) return undefined
      return { actor: user.actor, userId: user.id, expiresAt: ours(valid.expiresAt), renewed: valid.fresh }
    },
    close: (token) => lucia.invalidateSession(token),
    purge: () => lucia.deleteExpiredSessions(),
  }
}

/** Ends a person's sessions in the transaction that acts as them, all or all but one, and tells their open pages. */
export async function endSessions(db: Transaction, userId: string, exceptToken?: string): Promise<void> {
  const others = exceptToken === undefined ? undefined : ne(session.tokenHash, tokenHash(exceptToken))
  await db.delete(session).where(and(eq(session.userId, userId), others))
  await db.execute(sql`select pg_notify(${grantsChannel}, ${userId})`)
}

/** Where a person's id is said when what they may see has changed: open pages look again. */
export const grantsChannel = 'throughline_grants'

/** @throws Error for an actor that is nobody in person */
export function personOf(actor: Actor): string {
  if (actor.kind !== 'user') throw new Error('only a person has an account')
  return actor.userId
}
