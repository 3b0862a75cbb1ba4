import { sql, type Inside } from '@throughline/db'

/** Forgets files that came before a moment and were not wholly written; at most `limit` pieces. @returns how many */
export async function dropOldFiles({ db }: Pick<Inside, 'db'>, before: Date, limit: number): Promise<number> {
  const at = before.toISOString()
  const rows = await db.execute(sql`
    delete from event_import_part p using (
      select q.import_id, q.seq from event_import_part q join event_import i on i.id = q.import_id
      where i.created_at < ${at}::timestamptz and i.state not in ('writing') limit ${limit}::int) old
    where p.import_id = old.import_id and p.seq = old.seq returning 1`)
  await db.execute(sql`
    update event_import set state = 'deleted' where created_at < ${at}::timestamptz and state in ('uploading', 'ready')`)
  return rows.length
}
