import { randomBytes } from 'node:crypto'
import { authenticateJob, authenticateSession, tokenHash, type Actor, type Inside } from '@throughline/db'
import { cast, plantCast, testDatabase, type TestDatabase } from '@throughline/db/testing'
import { tenantKeyring, type TenantKeyring } from '../../secrets/index.ts'
import type { BatchOutcome } from '../batch.ts'
import type { ObservedRow } from '../observed-row.ts'
import { writeBatch } from '../write-batch.ts'

/** A ledger of a test's own, in Harbor's zone (America/Chicago) unless said otherwise. */
export interface LedgerFixture {
  t: TestDatabase
  keyring: TenantKeyring
  tenantId: string
  /** A signed-in member of the cast. */
  as(userId: string): Promise<Actor>
  inside<T>(fn: (inside: Inside) => Promise<T>): Promise<T>
  write(
    rows: readonly ObservedRow[],
    options?: { now?: Date; origin?: 'read' | 'inbox' | 'reprocess' },
  ): Promise<BatchOutcome>
}

export const connectionId = '00000000-0000-4000-8000-0000000000c1'
export const testNow = new Date('2026-11-20T15:00:00Z')

export async function ledgerFixture(tenantId: string = cast.harbor): Promise<LedgerFixture> {
  const t = await testDatabase()
  await plantCast(t.superuser)
  const keyring = tenantKeyring(tenantId, new Map([[1, randomBytes(32)]]))
  const inside: LedgerFixture['inside'] = (fn) => t.door.withTenant(authenticateJob(tenantId, 'test'), tenantId, fn)
  return {
    t,
    keyring,
    tenantId,
    async as(userId) {
      const token = randomBytes(20).toString('hex')
      await t.superuser`insert into session values (${tokenHash(token)}, ${userId}, '2026-12-01', '2026-11-01', '2026-11-01')`
      const actor = await authenticateSession(t.database, token, testNow)
      if (!actor) throw new Error('no such session')
      return actor
    },
    inside,
    write: (rows, { now = testNow, origin = 'read' } = {}) =>
      inside((it) => writeBatch(it, { rows, connectionId, origin, now, keyring })),
  }
}
