import { sql, type Inside } from '@throughline/db'

/** A journey that was written or taken away. */
export interface MovedCredit {
  type: string
  source: string
  key: string
  contactNo: number
}

/**
 * Whose credit changed is due to be written, at every connection where that is switched on: people with gifts, and deals that are
 * its own. In the transaction that books the credit, so that none is missed.
 */
export async function noteDue(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  batch: number,
  moved: readonly MovedCredit[],
): Promise<void> {
  const rows = moved.flatMap(
    ({ type, source, key, contactNo }): { of: string; source: string | null; key: string }[] =>
      type === 'won'
        ? [{ of: 'deal', source, key }]
        : contactNo > 0
          ? [{ of: 'contact', source: null, key: String(contactNo) }]
          : [],
  )
  if (rows.length === 0) return
  await db.execute(sql`
    insert into write_back (tenant_id, connection_id, "of", key, batch, state, due_at)
    select ${tenantId}, s.connection_id, x."of", x.key, ${batch}::bigint, 'due', b.recorded_at
    from write_back_switch s join connection c on c.connection_id = s.connection_id
      cross join (select distinct "of", source, key
        from json_to_recordset(${JSON.stringify(rows)}::text::json) as r ("of" text, source text, key text)) x
      cross join (select recorded_at from batch where batch = ${batch}::bigint) b
    where s.state <> 'off' and (x."of" = 'contact' or x.source = c.connector) and s.fields -> x."of" <> '{}'::jsonb
    on conflict (tenant_id, connection_id, "of", key) do update set batch = excluded.batch, state = 'due', why = null,
      due_at = excluded.due_at, settled_at = null`)
}
