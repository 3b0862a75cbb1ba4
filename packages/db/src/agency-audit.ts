import { sql } from 'drizzle-orm'
import { chainHash, chainStart, type ChainEntry } from './chain.ts'
import type { Transaction } from './database.ts'

/** Appends one link to an agency's chain, one writer at a time. */
export async function appendAgencyAudit(db: Transaction, agencyId: string, entry: ChainEntry): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`agency-audit:${agencyId}`}, 0))`)
  const [last] = [
    ...(await db.execute<{ seq: string; hash: string }>(
      sql`select seq, hash from agency_audit where agency_id = ${agencyId} order by seq desc limit 1`,
    )),
  ]
  const seq = Number(last?.seq ?? 0) + 1
  const previousHash = last?.hash ?? chainStart
  await db.execute(sql`
    insert into agency_audit (agency_id, seq, at, actor, action, subject, detail, previous_hash, hash)
    values (${agencyId}, ${seq}, ${entry.at.toISOString()}, ${entry.actor}, ${entry.action}, ${entry.subject ?? null},
      ${JSON.stringify(entry.detail)}::text::jsonb, ${previousHash}, ${chainHash(previousHash, seq, entry)})`)
}
