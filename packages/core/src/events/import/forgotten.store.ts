import { sql, type Inside } from '@throughline/db'
import type { ImportRow } from './import.store.ts'

/** Are events of an import gone, with months that were forgotten? */
export async function lacksForgotten(
  { db }: Pick<Inside, 'db'>,
  { importId, accepted, undone }: Pick<ImportRow, 'importId' | 'accepted' | 'undone'>,
): Promise<boolean> {
  const [tenant] = await db.execute<{ events_from: string | null }>(sql`select events_from from tenant`)
  if (!tenant?.events_from) return false
  const [row] = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from batch b cross join lateral (select 1 from event e where e.batch = b.batch offset 0) e
    where b.origin = 'import' and b.origin_id = ${importId}::uuid
      and b.batch > (select i.undone_batch from event_import i where i.id = ${importId}::uuid)`)
  return (row?.n ?? 0) < accepted - undone
}
