import type { Day, Instant } from '@throughline/canonical'
import { instantOf, sql, type Inside } from '@throughline/db'
import type { BatchOrigin } from './batch.ts'
import type { Booking } from './booking.ts'
import type { FactVersion } from './settle.ts'
import { inOrder, packStrip } from './strip-columns.ts'
import type { StripEntry } from './strip-entry.ts'
import { stripJson } from './strip-json.ts'
import { mergeDays } from './strips.store.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>
const json = (rows: readonly unknown[]) => sql`${JSON.stringify(rows)}::text::json`

/** A batch about to be written, with its number from under the lock. */
export interface NewBatch {
  batch: number
  origin: BatchOrigin
  originId?: string | undefined
}

/** More pieces of one day than this are merged at once. */
const piecesLimit = 24

/** Appends one batch: its row, its fact versions, what they book, and the days' strips. The lock is held. A clock set back does not set recorded times back. */
export async function appendBatch(
  writing: Writing,
  { batch, origin, originId }: NewBatch,
  versions: readonly FactVersion[],
  booking: Booking,
): Promise<{ recordedAt: Instant; days: Day[] }> {
  const { db, tenantId } = writing
  const inserted = db.execute<{ recorded_at: string }>(sql`
    insert into batch (tenant_id, batch, recorded_at, origin, origin_id, facts)
    values (${tenantId}, ${batch}::bigint,
      greatest(date_trunc('milliseconds', clock_timestamp()), (select recorded_at from batch where batch = ${batch}::bigint - 1)), ${origin}, ${originId ?? null}::uuid, ${versions.length}::int)
    returning recorded_at`)
  const [rows, pieces] = await Promise.all([
    inserted,
    appendStrips(writing, booking.entries),
    ...(versions.length > 0 ? [appendFacts(writing, batch, versions)] : []),
    ...(booking.movements.length > 0 ? [appendMovements(writing, batch, booking.movements)] : []),
  ])
  const crowded = pieces.filter(({ seq }) => seq >= piecesLimit).map(({ day }) => day)
  if (crowded.length > 0) await mergeDays(writing, crowded, 'small')
  const recordedAt = rows[0]?.recorded_at
  if (recordedAt === undefined) throw new Error('the batch was not written')
  const days = new Set([...booking.movements.map(({ day }) => day), ...booking.entries.map(({ day }) => day)])
  return { recordedAt: instantOf(recordedAt), days: [...days].sort() }
}

function appendFacts({ db, tenantId }: Writing, batch: number, versions: readonly FactVersion[]): Promise<unknown> {
  const rows = versions.map((fact) => ({
    kind: fact.kind,
    source: fact.source,
    key: fact.key,
    version: fact.version,
    cause: fact.cause,
    at: fact.value.happenedAt,
    no: fact.contactNo,
    refers: fact.refersTo,
    withdrawn: fact.withdrawn,
    value: fact.value,
  }))
  return db.execute(sql`
    insert into fact (tenant_id, kind, source, source_key, version, batch, cause, happened_at, contact_no, refers_to, withdrawn, value)
    select ${tenantId}, kind, source, key, version, ${batch}::bigint, cause, at, no, refers, withdrawn, value
    from json_to_recordset(${json(rows)}) as x (kind text, source text, key text, version int, cause text, at timestamptz, no int,
      refers text, withdrawn boolean, value jsonb)`)
}

/** The recorded day is the batch's own, in UTC. */
function appendMovements({ db, tenantId }: Writing, batch: number, movements: Booking['movements']): Promise<unknown> {
  return db.execute(sql`
    insert into money_movement (tenant_id, day, batch, kind, currency, hour, cause, recorded_day, recurring, minor, n)
    select ${tenantId}, day, ${batch}::bigint, kind, currency, hour, cause,
      (select (recorded_at at time zone 'UTC')::date from batch where batch = ${batch}::bigint), recurring, minor, n
    from json_to_recordset(${json(movements)}) as x (day date, kind text, currency text, hour smallint, cause text,
      recurring boolean, minor bigint, n int)`)
}

/** Appends one small piece to each day that the entries touch. */
async function appendStrips(
  { db, tenantId }: Writing,
  entries: readonly StripEntry[],
): Promise<{ day: Day; seq: number }[]> {
  const days = Map.groupBy(entries, ({ day }) => day)
  if (days.size === 0) return []
  const pieces = [...days].map(([day, list]) => stripJson(day, packStrip([...list].sort(inOrder))))
  const rows = await db.execute<{ day: string; seq: number }>(sql`
    insert into strip (tenant_id, day, seq, n, contact, sec, kind, sign, recorded, cause, amount, currency)
    select ${tenantId}, x.day, coalesce((select max(s.seq) + 1 from strip s where s.day = x.day), 0), n, decode(contact, 'base64'),
      decode(sec, 'base64'), decode(kind, 'base64'), decode(sign, 'base64'), decode(recorded, 'base64'), decode(cause, 'base64'),
      decode(amount, 'base64'), decode(currency, 'base64')
    from json_to_recordset(${json(pieces)}) as x (day date, n int, contact text, sec text, kind text, sign text, recorded text,
      cause text, amount text, currency text)
    returning day::text as day, seq`)
  return rows.map(({ day, seq }) => ({ day, seq }))
}
