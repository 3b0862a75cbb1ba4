import { randomBytes } from 'node:crypto'
import { asc, eq, tables, type Inside } from '@throughline/db'
import { keyBytes } from './seal.ts'
import { tenantKeyring, type TenantKeyring } from './keyring.ts'
import type { MasterKey } from './master-key.ts'

/** The secrets of an installation: the master key's own sealing, and a keyring per tenant. */
export interface Secrets extends MasterKey {
  /** The tenant's keyring, from memory once opened. Its first key is made where there is none. */
  /** @throws KeyDoesNotOpen where the master key is another one than what wrapped the tenant's keys */
  forTenant(inside: Pick<Inside, 'db' | 'tenantId'>, now: Date): Promise<TenantKeyring>
  /** Notes that nothing of this tenant opens. Forgotten once something does. */
  refused(tenantId: string): void
  opened(tenantId: string): void
  /** Of the tenants met so far in this process: whose keys open, and whose do not. */
  met(): { opens: number; refuses: number }
}

/**
 * What lies sealed does not open with the keys that are here: most likely the master key is another one. Passes when the right key
 * is put back, and by nothing else, so whoever waits for it may wait for ever.
 */
export class KeyDoesNotOpen extends Error {
  override name = 'KeyDoesNotOpen'
}

const wrapContext = (tenantId: string, version: number) => `tenant-key ${tenantId} ${version}`

export function createSecrets(master: MasterKey): Secrets {
  const rings = new Map<string, TenantKeyring>()
  const refusing = new Set<string>()
  const ringFor = (tenantId: string, rows: WrappedKey[]): TenantKeyring => {
    try {
      return ringOf(master, tenantId, rows)
    } catch (cause) {
      refusing.add(tenantId)
      throw new KeyDoesNotOpen('The keys of this client do not open with the master key.', { cause })
    }
  }
  return {
    ...master,
    refused: (tenantId) => void refusing.add(tenantId),
    opened: (tenantId) => void refusing.delete(tenantId),
    met: () => ({ opens: rings.size - [...refusing].filter((id) => rings.has(id)).length, refuses: refusing.size }),
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
        return ringFor(tenantId, rows)
      }
      const ring = ringFor(tenantId, rows)
      rings.set(tenantId, ring)
      refusing.delete(tenantId)
      return ring
    },
  }
}

interface WrappedKey {
  version: number
  wrapped: Uint8Array
}

function ringOf(master: MasterKey, tenantId: string, rows: readonly WrappedKey[]): TenantKeyring {
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
