import { createHash } from 'node:crypto'
import { and, eq, gt, isNull, lt, sql, tables, type Inside } from '@throughline/db'

const { oauthAttempt, tenant } = tables

/** A sign-in that was begun: what must come back, and what the exchange needs. */
export interface Attempt {
  connectionId: string
  userId: string
  verifier: Uint8Array
  redirectUri: string
  forActions: boolean
}

const hashOf = (state: string) => createHash('sha256').update(state).digest('hex')

export async function keepAttempt(
  { db, tenantId }: Inside,
  state: string,
  attempt: Attempt,
  { now, expiresAt }: { now: Date; expiresAt: Date },
): Promise<void> {
  await db.delete(oauthAttempt).where(lt(oauthAttempt.expiresAt, now.toISOString()))
  await db
    .insert(oauthAttempt)
    .values({ tenantId, stateHash: hashOf(state), ...attempt, expiresAt: expiresAt.toISOString() })
}

/** The attempt of this state, once, by the person who began it; undefined where there is none, or it is over or used. */
export async function takeAttempt(
  { db }: Inside,
  state: string,
  userId: string,
  now: Date,
): Promise<Attempt | undefined> {
  const at = now.toISOString()
  const [found] = await db
    .update(oauthAttempt)
    .set({ usedAt: at })
    .where(
      and(
        eq(oauthAttempt.stateHash, hashOf(state)),
        eq(oauthAttempt.userId, userId),
        isNull(oauthAttempt.usedAt),
        gt(oauthAttempt.expiresAt, at),
      ),
    )
    .returning()
  return found
}

/** The name in this tenant's addresses, by which a state finds its way back. */
export async function slugOf({ db }: Pick<Inside, 'db'>): Promise<string> {
  const [row] = await db
    .select({ slug: tenant.slug })
    .from(tenant)
    .where(sql`true`)
  if (!row) throw new Error('no tenant is entered')
  return row.slug
}
