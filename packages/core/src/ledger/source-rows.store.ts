import { sql, type Inside } from '@throughline/db'
import type { Part, RecordId } from './settle.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>
const json = (rows: readonly unknown[]) => sql`${JSON.stringify(rows)}::text::json`

// `cross join lateral (… offset 0)` here and in the stores beside makes each look-up a descent of its index, whatever the planner knows of a table that
// has just begun to fill: without it, the first thousands of rows took three times as long.

/** A row of an outside system: the key of a source record. */
export interface RowId {
  source: string
  stream: string
  key: string
}
export const rowName = ({ source, stream, key }: RowId): string => `${source}\0${stream}\0${key}`

export interface SeenRow extends RowId {
  revision: number
  contentHash: string
  contactNo: number | null
  foreign: boolean
  /** Why it was not counted; null where it was. */
  foreignReason: string | null
  /** The connection that told of it last. */
  connectionId: string
  /** The records that it spoke of. */
  records: RecordId[]
}

/** What is already kept of these rows. */
export async function seenRows({ db }: Writing, rows: readonly RowId[]): Promise<Map<string, SeenRow>> {
  const found = await db.execute<{
    source: string
    stream: string
    key: string
    revision: string
    content_hash: string
    contact_no: number | null
    foreign_reason: string | null
    connection_id: string
    records: [string, string][]
  }>(sql`
    with wanted as materialized (select * from json_to_recordset(${json(rows)}) as w (source text, stream text, key text))
    select r.source, r.stream, r.source_key as key, r.revision, r.content_hash, r.contact_no, r.foreign_reason, r.connection_id, r.records
    from wanted w cross join lateral (
      select * from source_record where source = w.source and source_key = w.key and stream = w.stream offset 0) r`)
  return new Map(
    found.map((row) => [
      rowName(row),
      {
        source: row.source,
        stream: row.stream,
        key: row.key,
        revision: Number(row.revision),
        contentHash: row.content_hash,
        contactNo: row.contact_no,
        foreign: row.foreign_reason !== null,
        foreignReason: row.foreign_reason,
        connectionId: row.connection_id,
        records: row.records.map(([kind, key]) => ({ kind, source: row.source, key })),
      },
    ]),
  )
}

/** What is kept of a row: `body` sealed, as base64. */
export interface RowKept extends RowId {
  rank: number
  revision: number
  contactNo: number | null
  contentHash: string
  foreign: string | null
  body: string | null
  records: [string, string][]
  tallyDay: string | null
  tallyMinor: number | null
  tallyCurrency: string | null
  gone: boolean
}

/** A row that no longer speaks of a record. */
export interface PartGone extends RecordId {
  stream: string
  sourceKey: string
}

/** Keeps changed rows and what they say, and drops what they no longer say. */
export function keepRows(
  { db, tenantId }: Writing,
  kept: readonly RowKept[],
  parts: readonly Part[],
  {
    connectionId,
    batch,
    now,
    gone,
  }: { connectionId: string; batch: number | undefined; now: Date; gone: readonly PartGone[] },
): Promise<unknown>[] {
  const at = now.toISOString()
  const statements = [
    sql`insert into source_record (tenant_id, source, source_key, stream, connection_id, rank, revision, contact_no, content_hash,
        foreign_reason, body, records, tally_day, tally_minor, tally_currency, gone, batch, first_seen_at, seen_at)
      select ${tenantId}, source, key, stream, ${connectionId}::uuid, rank, revision, "contactNo", "contentHash", "foreign",
        decode(body, 'base64'), records, "tallyDay", "tallyMinor", "tallyCurrency", gone, ${batch ?? null}::bigint, ${at}::timestamptz, ${at}::timestamptz
      from json_to_recordset(${json(kept)}) as x (source text, key text, stream text, rank smallint, revision bigint,
        "contactNo" int, "contentHash" text, "foreign" text, body text, records jsonb, "tallyDay" date, "tallyMinor" bigint, "tallyCurrency" text, gone boolean)
      on conflict (tenant_id, source, source_key, stream) do update set connection_id = excluded.connection_id, rank = excluded.rank,
        revision = excluded.revision, contact_no = excluded.contact_no, content_hash = excluded.content_hash,
        foreign_reason = excluded.foreign_reason, body = excluded.body, records = excluded.records,
        tally_day = excluded.tally_day, tally_minor = excluded.tally_minor, tally_currency = excluded.tally_currency, gone = excluded.gone, batch = excluded.batch, seen_at = excluded.seen_at`,
  ]
  if (gone.length > 0)
    statements.push(sql`delete from record_part p
      using json_to_recordset(${json(gone)}) as w (kind text, source text, key text, stream text, "sourceKey" text)
      where p.kind = w.kind and p.source = w.source and p.record_key = w.key and p.stream = w.stream and p.source_key = w."sourceKey"`)
  if (parts.length > 0)
    statements.push(sql`insert into record_part (tenant_id, kind, source, record_key, stream, source_key, rank, contact_no, contact_rank, value)
      select ${tenantId}, kind, source, key, stream, "sourceKey", rank, "contactNo", "contactRank", value
      from json_to_recordset(${json(parts)}) as x (kind text,
        source text, key text, stream text, "sourceKey" text, rank smallint, "contactNo" int, "contactRank" smallint, value jsonb)
      on conflict (tenant_id, kind, source, record_key, stream, source_key) do update set rank = excluded.rank,
        contact_no = excluded.contact_no, contact_rank = excluded.contact_rank, value = excluded.value`)
  return statements.map((statement) => db.execute(statement))
}
