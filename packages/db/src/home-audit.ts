import { sql } from 'drizzle-orm'
import { appendAgencyAudit } from './audit.ts'
import type { ChainEntry } from './chain.ts'
import type { Transaction } from './database.ts'
import { saying, setLocal } from './set-local.ts'

/**
 * Writes what belongs to no tenant (signing in, a refused access) to the chain of the agency the person is at home in: the one
 * they work for, else the one whose client they are. Somebody without either leaves no row: there is nobody to read it.
 */
export async function auditAtHome(db: Transaction, userId: string, entry: ChainEntry): Promise<void> {
  const [home] = [
    ...(await db.execute<{ agency_id: string }>(sql`
      select agency_id from (select agency_id, 1 as far from find_memberships(${userId})
        union all select agency_id, 2 from find_grants(${userId})) homes order by far, agency_id limit 1`)),
  ]
  if (!home) return
  const [before] = [...(await db.execute<{ said: string }>(sql`select current_agencies()::text as said`))]
  await db.execute(saying(setLocal('agencies', [home.agency_id])))
  await appendAgencyAudit(db, home.agency_id, entry)
  await db.execute(saying(setLocal('agencies', idsIn(before?.said))))
}

const idsIn = (array: string | undefined) => (array ?? '{}').slice(1, -1).split(',').filter(Boolean)
