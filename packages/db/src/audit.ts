import { sql } from 'drizzle-orm'
import { chainHash, chainStart, type ChainEntry } from './chain.ts'
import type { Transaction } from './database.ts'

/** Appends one link to the tenant's chain, in the transaction of the deed it tells of. One writer at a time. */
export async function appendAudit(db: Transaction, tenantId: string, entry: ChainEntry): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${tenantId}`}, 0))`)
  const [last] = [
    ...(await db.execute<{ seq: string; hash: string }>(sql`select seq, hash from audit order by seq desc limit 1`)),
  ]
  const seq = Number(last?.seq ?? 0) + 1
  const previousHash = last?.hash ?? chainStart
  await db.execute(sql`
    insert into audit (tenant_id, seq, at, actor, action, subject, detail, previous_hash, hash)
    values (${tenantId}, ${seq}, ${entry.at.toISOString()}, ${entry.actor}, ${entry.action}, ${entry.subject ?? null},
      ${JSON.stringify(entry.detail)}::text::jsonb, ${previousHash}, ${chainHash(previousHash, seq, entry)})`)
}
