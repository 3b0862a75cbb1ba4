import { eq, inArray, lt, sql, tables, type Database, type Transaction } from '@throughline/db'
import type { MasterKey } from '../secrets/index.ts'
import { networkOf, perAccount, perInbox, perNetwork, perVisitor, tried, type Limit } from './limit.ts'
import { loginOf } from './login.ts'

const attempt = tables.attempt

/** Whose account is tried, and from where. */
export interface Trying {
  email: string
  address: string
  /** What is proved of who tries: a browser that signed in to this account before, or a session of it. Counted apart. */
  apart?: string | undefined
}

/** A try that was let through, already counted as failed. */
interface Try {
  /** It succeeded: the failures that it was counted with are forgotten, the network's count is as before. */
  succeeded(): Promise<void>
  /** It was no failure, and no success either: the count is as before. */
  takeBack(): Promise<void>
}

/** Limits tries by account and network, by account, and by network, all known here only as keyed hashes. */
export interface Attempts {
  /** `undefined` when it is locked. */
  begin(who: Trying, purpose: Purpose): Promise<Try | undefined>
  /** Forgets counts nobody added to for a day. */
  purge(): Promise<void>
}
type Purpose = 'sign-in' | 'forgot'

const perAccountFor: Record<Purpose, Limit> = { 'sign-in': perAccount, forgot: perInbox }

export function createAttempts(database: Database, secrets: MasterKey, now: () => Date): Attempts {
  /** What a try counts against. `shared` is what others behind the same network count against, too. */
  const limitsOf = (
    { email, address, apart }: Trying,
    purpose: Purpose,
  ): Record<'own' | 'shared', ReadonlyMap<string, Limit>> => {
    const key = (of: string, ...texts: string[]) => secrets.hash(`attempt ${purpose} ${of}`, texts.join(' '))
    const login = loginOf(email)
    if (apart !== undefined) return { own: new Map([[key('apart', apart, login), perVisitor]]), shared: new Map() }
    const network = networkOf(address)
    const own = new Map([
      [key('visitor', network, login), perVisitor],
      [key('account', login), perAccountFor[purpose]],
    ])
    return { own, shared: new Map([[key('network', network), perNetwork]]) }
  }
  return {
    async begin(who, purpose) {
      const { own, shared } = limitsOf(who, purpose)
      const limits = new Map([...own, ...shared])
      const allowed = await database.begin([], (db) => count(db, limits, now()))
      if (!allowed) return undefined
      return {
        succeeded: () =>
          database.begin([], async (db) => {
            await hold(db, [...limits.keys()])
            await db.delete(attempt).where(inArray(attempt.keyHash, [...own.keys()]))
            await uncount(db, [...shared.keys()])
          }),
        takeBack: () =>
          database.begin([], async (db) => {
            await hold(db, [...limits.keys()])
            await uncount(db, [...limits.keys()])
          }),
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
  const rows = await hold(db, keys)
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

/** The counts, held until the transaction ends: always in the same order, so that two tries wait for each other rather than forever. */
async function hold(db: Transaction, keys: string[]): Promise<(typeof attempt.$inferSelect)[]> {
  return db.select().from(attempt).where(inArray(attempt.keyHash, keys)).orderBy(attempt.keyHash).for('update')
}

async function uncount(db: Transaction, keys: string[]): Promise<void> {
  if (keys.length === 0) return
  await db
    .update(attempt)
    .set({ failures: sql`greatest(${attempt.failures} - 1, 0)` })
    .where(inArray(attempt.keyHash, keys))
}
