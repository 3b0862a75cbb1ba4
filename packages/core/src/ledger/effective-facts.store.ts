import { sql, type Inside } from '@throughline/db'
import type { RecordId, Standing } from './settle.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>
const json = (rows: readonly unknown[]) => sql`${JSON.stringify(rows)}::text::json`

type Effective = RecordId & Standing & { version: number }
interface EffectiveRow extends Record<string, unknown> {
  kind: string
  source: string
  key: string
  version: number
  contact_no: number | null
  withdrawn: boolean
  value: Standing['value']
}
const effectiveOf = (row: EffectiveRow): Effective => ({
  kind: row.kind,
  source: row.source,
  key: row.key,
  version: row.version,
  contactNo: row.contact_no,
  withdrawn: row.withdrawn,
  value: row.value,
})

/** The effective facts of these records, whatever the batch. */
export async function effectiveFacts({ db }: Writing, records: readonly RecordId[]): Promise<Effective[]> {
  if (records.length === 0) return []
  const found = await db.execute<EffectiveRow>(sql`
    with wanted as materialized (select * from json_to_recordset(${json(records)}) as r (kind text, source text, key text))
    select f.kind, f.source, f.source_key as key, f.version, f.contact_no, f.withdrawn, f.value
    from wanted w cross join lateral (
      select * from fact where fact.kind = w.kind and fact.source = w.source and fact.source_key = w.key
      order by version desc limit 1) f`)
  return found.map(effectiveOf)
}
