import { sql, type Inside } from '@throughline/db'
import type { Part, RecordId } from './settle.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>
const json = (rows: readonly unknown[]) => sql`${JSON.stringify(rows)}::text::json`

interface PartRow extends Record<string, unknown> {
  kind: string
  source: string
  record_key: string
  stream: string
  source_key: string
  rank: number
  contact_no: number | null
  contact_rank: number | null
  value: Part['value']
}
const partOf = (row: PartRow): Part => ({
  kind: row.kind,
  source: row.source,
  key: row.record_key,
  stream: row.stream,
  sourceKey: row.source_key,
  rank: row.rank,
  contactNo: row.contact_no,
  contactRank: row.contact_rank,
  value: row.value,
})

/** Every part of these records. */
export async function partsOfRecords({ db }: Writing, records: readonly RecordId[]): Promise<Part[]> {
  if (records.length === 0) return []
  const found = await db.execute<PartRow>(sql`
    with wanted as materialized (select * from json_to_recordset(${json(records)}) as r (kind text, source text, key text))
    select p.kind, p.source, p.record_key, p.stream, p.source_key, p.rank, p.contact_no, p.contact_rank, p.value
    from wanted w cross join lateral (
      select * from record_part where kind = w.kind and source = w.source and record_key = w.key offset 0) p`)
  return found.map(partOf)
}

/** Every part of the records after this one, in order: for settling all of them anew, a page at a time. */
export async function partsAfter({ db }: Writing, after: RecordId | undefined, limit: number): Promise<Part[]> {
  const found = await db.execute<PartRow>(sql`
    with page as materialized (
      select distinct kind, source, record_key from record_part
      ${after ? sql`where (kind, source, record_key) > (${after.kind}, ${after.source}, ${after.key})` : sql``}
      order by 1, 2, 3 limit ${limit}::int)
    select p.kind, p.source, p.record_key, p.stream, p.source_key, p.rank, p.contact_no, p.contact_rank, p.value
    from page cross join lateral (
      select * from record_part where kind = page.kind and source = page.source and record_key = page.record_key offset 0) p
    order by p.kind, p.source, p.record_key`)
  return found.map(partOf)
}
