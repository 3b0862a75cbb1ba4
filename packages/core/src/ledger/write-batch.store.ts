import { instantOf, sql, type Inside } from '@throughline/db'
import type { Part, RecordId, Standing } from './settle.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>
const json = (rows: readonly unknown[]) => sql`${JSON.stringify(rows)}::text::json`

/** Where the tenant's numbering and settings stand while a batch is written. */
export interface Head {
  batch: number
  contactNo: number
  timeZone: string
  /** Since when the connection exists; undefined where it is unknown. */
  recordingSince: string | undefined
}

/** One writer per tenant: batches get their numbers in the order in which they commit. */
export async function lockLedger({ db, tenantId }: Writing): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`ledger:${tenantId}`}, 0))`)
}

export async function readHead({ db, tenantId }: Writing, connectionId?: string): Promise<Head> {
  const read = () =>
    db.execute<{ batch: string; contact_no: number; time_zone: string; since: string | null }>(sql`
      select h.batch, h.contact_no, t.time_zone,
        (select created_at from connection where connection_id = ${connectionId ?? null}::uuid) as since
      from ledger_head h join tenant t using (tenant_id)`)
  let [row] = await read()
  if (!row) {
    await db.execute(
      sql`insert into ledger_head (tenant_id, batch, contact_no) values (${tenantId}, 0, 0) on conflict do nothing`,
    )
    ;[row] = await read()
  }
  if (!row) throw new Error('the ledger has no head')
  return {
    batch: Number(row.batch),
    contactNo: row.contact_no,
    timeZone: row.time_zone,
    recordingSince: row.since === null ? undefined : instantOf(row.since),
  }
}

export async function moveHead({ db }: Writing, head: { batch: number; contactNo: number }): Promise<void> {
  await db.execute(sql`update ledger_head set batch = ${head.batch}::bigint, contact_no = ${head.contactNo}::int`)
}

// `cross join lateral (… offset 0)` below makes each look-up a descent of its index, whatever the planner knows of a table that
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
    foreign_row: boolean
    records: [string, string][]
  }>(sql`
    with wanted as materialized (select * from json_to_recordset(${json(rows)}) as w (source text, stream text, key text))
    select r.source, r.stream, r.source_key as key, r.revision, r.content_hash, r.contact_no, r.foreign_reason is not null as foreign_row, r.records
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
        foreign: row.foreign_row,
        records: row.records.map(([kind, key]) => ({ kind, source: row.source, key })),
      },
    ]),
  )
}

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

/** The effective facts of money after this one, in the key's order. */
export async function effectivePage({ db }: Writing, after: RecordId | undefined, limit: number): Promise<Effective[]> {
  const found = await db.execute<EffectiveRow>(sql`
    select distinct on (tenant_id, kind, source, source_key) kind, source, source_key as key, version, contact_no, withdrawn, value
    from fact where kind in ('conversion', 'refund')
      ${after ? sql`and (kind, source, source_key) > (${after.kind}, ${after.source}, ${after.key})` : sql``}
    order by tenant_id, kind, source, source_key, version desc limit ${limit}::int`)
  return found.map(effectiveOf)
}

export async function writeZone({ db }: Writing, timeZone: string): Promise<void> {
  await db.execute(sql`update tenant set time_zone = ${timeZone}`)
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
        foreign_reason, body, records, batch, first_seen_at, seen_at)
      select ${tenantId}, source, key, stream, ${connectionId}::uuid, rank, revision, "contactNo", "contentHash", "foreign",
        decode(body, 'base64'), records, ${batch ?? null}::bigint, ${at}::timestamptz, ${at}::timestamptz
      from json_to_recordset(${json(kept)}) as x (source text, key text, stream text, rank smallint, revision bigint,
        "contactNo" int, "contentHash" text, "foreign" text, body text, records jsonb)
      on conflict (tenant_id, source, source_key, stream) do update set connection_id = excluded.connection_id, rank = excluded.rank,
        revision = excluded.revision, contact_no = excluded.contact_no, content_hash = excluded.content_hash,
        foreign_reason = excluded.foreign_reason, body = excluded.body, records = excluded.records, batch = excluded.batch, seen_at = excluded.seen_at`,
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
