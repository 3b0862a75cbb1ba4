import { sql, type Inside } from '@throughline/db'
import { openBody } from '../contacts/sealing.ts'
import type { TenantKeyring } from '../secrets/index.ts'

/** A source record, opened. `raw` is undefined where its person was erased. */
export interface KeptRow {
  stream: string
  key: string
  foreign: string | null
  raw: unknown
}

export interface KeptAfter {
  stream: string
  key: string
}

/** The next rows kept of a connection, in key order. */
export async function keptRows(
  { db }: Pick<Inside, 'db'>,
  keyring: TenantKeyring,
  source: { connector: string; connectionId: string },
  after: KeptAfter | undefined,
  limit: number,
): Promise<KeptRow[]> {
  const rows = await db.execute<{
    stream: string
    source_key: string
    foreign_reason: string | null
    body: Uint8Array | null
    contact_no: number | null
    wrapped: Uint8Array | null
  }>(sql`
    select r.stream, r.source_key, r.foreign_reason, r.body, r.contact_no, k.wrapped
    from source_record r left join person_key k using (contact_no)
    where r.source = ${source.connector} and r.connection_id = ${source.connectionId}::uuid
      and (r.source_key, r.stream) > (${after?.key ?? ''}, ${after?.stream ?? ''})
    order by r.source_key, r.stream limit ${limit}`)
  return [...rows].map((row) => {
    const key = row.contact_no === null ? keyring : row.wrapped && keyring.openPersonKey(row.wrapped)
    return {
      stream: row.stream,
      key: row.source_key,
      foreign: row.foreign_reason,
      raw: row.body && key ? openBody(row.body, key) : undefined,
    }
  })
}
