import { eq, inArray, lt, sql, tables, type Database, type Transaction } from '@throughline/db'
import type { MasterKey } from '../secrets/index.ts'
import { networkOf, perAddress, perLogin, tried, type Limit } from './limit.ts'
import { loginOf } from './login.ts'

const attempt = tables.attempt

/** A try that was let through, already counted as failed. */
interface Try {
  /** It succeeded: the account's failures are forgotten, the network address's count is as before. */
  succeeded(): Promise<void>
  /** It was no failure, and no success either: the count is as before. */
  takeBack(): Promise<void>
}

/** Limits tries by account and by network address, both known here only as keyed hashes. */
export interface Attempts {
  /** `undefined` when it is locked. */
  begin(who: { email: string; address: string }, purpose: 'sign-in' | 'forgot'): Promise<Try | undefined>
  /** Forgets counts nobody added to for a day. */
  purge(): Promise<void>
}

export function createAttempts(database: Database, secrets: MasterKey, now: () => Date): Attempts {
  return {
    async begin({ email, address }, purpose) {
      const login = secrets.hash(`attempt ${purpose} login`, loginOf(email))
      const network = secrets.hash(`attempt ${purpose} address`, networkOf(address))
      const limits = new Map<string, Limit>([
        [login, perLogin],
        [network, perAddress],
      ])
      const allowed = await database.begin([], (db) => count(db, limits, now()))
      if (!allowed) return undefined
      return {
        succeeded: () =>
          database.begin([], async (db) => {
            await db.delete(attempt).where(eq(attempt.keyHash, login))
            await uncount(db, [network])
          }),
        takeBack: () => database.begin([], (db) => uncount(db, [login, network])),
      }
    },
    async purge() {
      const dayAgo = new Date(now().getTime() - 86_400_000).toISOString()
      await database.begin([], (db) => db.delete(attempt).where(lt(attempt.since, dayAgo)))
    },
  }
}

/** Counts a try against every limit, or against none when one refuses. */
async function count(db: Transaction, limits: ReadonlyMap<string, Limit>, now: Date): Promise<boolean> {
  const keys = [...limits.keys()].sort()
  const at = now.toISOString()
  await db
    .insert(attempt)
    .values(keys.map((keyHash) => ({ keyHash, failures: 0, since: at })))
    .onConflictDoNothing()
  // Always in the same order, so that two tries wait for each other rather than forever.
  const rows = await db
    .select()
    .from(attempt)
    .where(inArray(attempt.keyHash, keys))
    .orderBy(attempt.keyHash)
    .for('update')
  const outcomes = [...limits].map(([key, limit]) => {
    const before = rows.find((row) => row.keyHash === key)
    return { key, ...tried(before && { failures: before.failures, since: new Date(before.since) }, limit, now) }
  })
  if (outcomes.some((outcome) => !outcome.allowed)) return false
  for (const { key, after } of outcomes)
    await db
      .update(attempt)
      .set({ failures: after.failures, since: after.since.toISOString() })
      .where(eq(attempt.keyHash, key))
  return true
}

async function uncount(db: Transaction, keys: string[]): Promise<void> {
  await db
    .update(attempt)
    .set({ failures: sql`greatest(${attempt.failures} - 1, 0)` })
    .where(inArray(attempt.keyHash, keys))
}
