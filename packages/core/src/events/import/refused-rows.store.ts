import { sql, type Inside } from '@throughline/db'
import type { SealedRejection } from '../rejection.store.ts'
import type { RefusedRow } from './event-imports.ts'

/** Keeps rows that are no events, with their place in the file, beside other events that were refused. */
export async function keepRefusedRows(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  importId: string,
  refused: readonly (SealedRejection & { row: number })[],
): Promise<void> {
  if (refused.length === 0) return
  const rows = refused.map(({ body, ...rest }) => ({ ...rest, body: Buffer.from(body).toString('base64') }))
  await db.execute(sql`
    insert into event_rejection (tenant_id, id, received_at, code, field, type, source, reason, skew_ms, state, body, import_id, import_row)
    select ${tenantId}, id, "receivedAt", code, field, type, source, reason, "skewMs", 'open', decode(body, 'base64'), ${importId}::uuid, "row"
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as x (id uuid, "receivedAt" timestamptz, code text, field text,
      type text, source text, reason text, "skewMs" bigint, body text, "row" int)`)
}

/** Rows that were refused, after a row, in their order. */
export async function refusedRows(
  { db }: Pick<Inside, 'db'>,
  importId: string,
  { after, limit }: { after: number; limit: number },
): Promise<RefusedRow[]> {
  const rows = await db.execute<RefusedRow & Record<string, unknown>>(sql`
    select import_row as row, code, field, reason from event_rejection
    where import_id = ${importId}::uuid and import_row > ${after}::int order by import_row limit ${limit}::int`)
  return [...rows]
}

/** Forgets what was refused of an import that is taken back. */
export async function dropRefusedRows({ db }: Pick<Inside, 'db'>, importId: string): Promise<void> {
  await db.execute(sql`delete from event_rejection where import_id = ${importId}::uuid`)
}
