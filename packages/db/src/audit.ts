import { sql, type SQL } from 'drizzle-orm'
import { chainHash, chainStart, type ChainEntry } from './chain.ts'
import type { Transaction } from './database.ts'

/** One chain: the table it stands in, the column and id that say whose it is, and how its last link is found. */
interface Chain {
  table: SQL
  owner: SQL
  id: string
  /** What else narrows the last link down than the table's policy. */
  narrowed: SQL
  lock: string
}

/** Appends one link to the tenant's chain, in the transaction of the deed it tells of. One writer at a time. */
export function appendAudit(db: Transaction, tenantId: string, entry: ChainEntry): Promise<void> {
  const chain = { table: sql`audit`, owner: sql`tenant_id`, id: tenantId, narrowed: sql``, lock: `audit:${tenantId}` }
  return append(db, chain, entry)
}

/** Appends one link to an agency's chain, one writer at a time. */
export function appendAgencyAudit(db: Transaction, agencyId: string, entry: ChainEntry): Promise<void> {
  const chain = {
    table: sql`agency_audit`,
    owner: sql`agency_id`,
    id: agencyId,
    // Somebody may work for two agencies, and the policy lets both be seen.
    narrowed: sql`where agency_id = ${agencyId}`,
    lock: `agency-audit:${agencyId}`,
  }
  return append(db, chain, entry)
}

async function append(db: Transaction, { table, owner, id, narrowed, lock }: Chain, entry: ChainEntry): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`)
  const [last] = [
    ...(await db.execute<{ seq: string; hash: string }>(
      sql`select seq, hash from ${table} ${narrowed} order by seq desc limit 1`,
    )),
  ]
  const seq = Number(last?.seq ?? 0) + 1
  const previousHash = last?.hash ?? chainStart
  await db.execute(sql`
    insert into ${table} (${owner}, seq, at, actor, action, subject, detail, previous_hash, hash)
    values (${id}, ${seq}, ${entry.at.toISOString()}, ${entry.actor}, ${entry.action}, ${entry.subject ?? null},
      ${JSON.stringify(entry.detail)}::text::jsonb, ${previousHash}, ${chainHash(previousHash, seq, entry)})`)
}
