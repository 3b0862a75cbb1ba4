import { sql, type Inside } from '@throughline/db'

/** Rows of a stream that are here and not known to be gone at the source. */
export interface HeldQuery {
  source: string
  connectionId: string
  stream: string
  /** Of these days of the source's calendar; null: of any, and of none. */
  days: readonly string[] | null
  /** The key that the page before ended with. */
  after: string
  limit: number
}

/** Their keys, in the order of keys, along the primary key. */
export async function heldKeys({ db }: Pick<Inside, 'db'>, query: HeldQuery): Promise<string[]> {
  const rows = await db.execute<{ key: string }>(sql`
    select source_key as key from source_record r
    where r.source = ${query.source} and r.source_key > ${query.after} and r.stream = ${query.stream}
      and r.connection_id = ${query.connectionId}::uuid and r.foreign_reason is null and not r.gone
      ${query.days === null ? sql`` : sql`and r.tally_day = any(${`{${query.days.join(',')}}`}::date[])`}
    order by r.tenant_id, r.source, r.source_key limit ${query.limit}::int`)
  return rows.map(({ key }) => key)
}
