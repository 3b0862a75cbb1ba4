import { randomBytes } from 'node:crypto'
import { asc, eq, tables, type Inside } from '@throughline/db'
import { keyBytes } from './seal.ts'
import { tenantKeyring, type TenantKeyring } from './keyring.ts'
import type { MasterKey } from './master-key.ts'

/** The secrets of an installation: the master key's own sealing, and a keyring per tenant. */
export interface Secrets extends MasterKey {
  /** The tenant's keyring, from memory once opened. Its first key is made where there is none. */
  forTenant(inside: Pick<Inside, 'db' | 'tenantId'>, now: Date): Promise<TenantKeyring>
}

const wrapContext = (tenantId: string, version: number) => `tenant-key ${tenantId} ${version}`

export function createSecrets(master: MasterKey): Secrets {
  const rings = new Map<string, TenantKeyring>()
  return {
    ...master,
    async forTenant({ db, tenantId }, now) {
      const known = rings.get(tenantId)
      if (known) return known
      const read = () => db.select().from(tables.tenantKey).orderBy(asc(tables.tenantKey.version))
      let rows = await read()
      if (rows.length === 0) {
        const wrapped = master.seal(randomBytes(keyBytes), wrapContext(tenantId, 1))
        // Two first uses at once: one row wins, both read it.
        await db
          .insert(tables.tenantKey)
          .values({ tenantId, version: 1, wrapped, createdAt: now.toISOString() })
          .onConflictDoNothing()
        rows = await read()
        // Not kept in memory yet: this transaction may still be rolled back, and its key with it.
        return ringOf(master, tenantId, rows)
      }
      const ring = ringOf(master, tenantId, rows)
      rings.set(tenantId, ring)
      return ring
    },
  }
}

function ringOf(master: MasterKey, tenantId: string, rows: { version: number; wrapped: Uint8Array }[]): TenantKeyring {
  return tenantKeyring(
    tenantId,
    new Map(rows.map((row) => [row.version, master.open(row.wrapped, wrapContext(tenantId, row.version))])),
  )
}

/** Wraps a tenant's keys anew with another master key. Nothing they sealed changes. */
export async function rewrapTenantKeys(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  from: MasterKey,
  to: MasterKey,
): Promise<number> {
  const rows = await db.select().from(tables.tenantKey)
  for (const row of rows) {
    const context = wrapContext(tenantId, row.version)
    await db
      .update(tables.tenantKey)
      .set({ wrapped: to.seal(from.open(row.wrapped, context), context) })
      .where(eq(tables.tenantKey.version, row.version))
  }
  return rows.length
}
