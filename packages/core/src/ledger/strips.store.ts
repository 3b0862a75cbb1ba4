import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import type { ChangeStrip } from './people-changes.ts'
import type { PeopleStrip } from './people.ts'
import { stripRows, unpackStrip, type StripColumns } from './strip-columns.ts'
import type { StripEntry } from './strip-entry.ts'
import { stripJson } from './strip-json.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>
export type StripRow = StripColumns & { day: Day; seq: number }

/** Below this, a piece is small: merged with the others of its day when there are many. */
const smallPiece = 4096

/** The packed rows of days [from, to], in order. */
export async function stripsOf({ db }: Pick<Inside, 'db'>, { from, to }: { from: Day; to: Day }): Promise<StripRow[]> {
  const rows = await db.execute<StripRow & Record<string, unknown>>(sql`
    select day::text as day, seq, n, contact, sec, kind, sign, recorded, cause, amount, currency
    from strip where day between ${from}::date and ${to}::date order by day, seq`)
  return [...rows]
}

/**
 * Strips up to a day, for counting people as known at a batch. Which batch wrote what is read only where a later one exists in
 * what this statement sees, and the moment only of days where it matters (`timed`): both are most of what there is to read.
 */
export async function peopleStrips(
  { db }: Pick<Inside, 'db'>,
  { to, batch, timed }: { to: Day; batch: number; timed?: { from: Day; to: Day } | undefined },
): Promise<PeopleStrip[]> {
  const rows = await db.execute<PeopleStrip & Record<string, unknown>>(sql`
    with head as materialized (select coalesce(max(batch), 0) > ${batch}::bigint as later from ledger_head)
    select day::text as day, n, contact, kind, sign, case when (select later from head) then recorded end as recorded,
      case when day between ${timed?.from ?? null}::date and ${timed?.to ?? null}::date then sec end as sec
    from strip where day <= ${to}::date order by day, seq`)
  return [...rows]
}

/** Strips up to a day with what was given, as known at a batch: see `peopleStrips` for what is left out. */
export async function givingStrips(
  { db }: Pick<Inside, 'db'>,
  { to, batch }: { to: Day; batch: number },
): Promise<(PeopleStrip & Pick<StripColumns, 'amount' | 'currency'>)[]> {
  const rows = await db.execute<PeopleStrip & Pick<StripColumns, 'amount' | 'currency'> & Record<string, unknown>>(sql`
    with head as materialized (select coalesce(max(batch), 0) > ${batch}::bigint as later from ledger_head)
    select day::text as day, n, contact, kind, sign, case when (select later from head) then recorded end as recorded,
      amount, currency, null::bytea as sec
    from strip where day <= ${to}::date order by day, seq`)
  return [...rows]
}

/** Strips up to a day, for saying why people are as many as they are. */
export async function changeStrips({ db }: Pick<Inside, 'db'>, to: Day): Promise<ChangeStrip[]> {
  const rows = await db.execute<ChangeStrip & Record<string, unknown>>(sql`
    select day::text as day, n, contact, kind, sign, recorded, cause from strip where day <= ${to}::date order by day, seq`)
  return [...rows]
}

/**
 * Merges the pieces of days: `all` into one row (or as few as their size allows), `small` only the small ones among them, so
 * that a busy day is not rewritten again and again.
 */
export async function mergeDays(writing: Writing, days: readonly Day[], which: 'all' | 'small'): Promise<void> {
  const wanted = sql`day = any(${`{${days.join(',')}}`}::date[]) ${which === 'small' ? sql`and n < ${smallPiece}` : sql``}`
  const rows = await writing.db.execute<StripRow & Record<string, unknown>>(sql`
    delete from strip where ${wanted}
    returning day::text as day, seq, n, contact, sec, kind, sign, recorded, cause, amount, currency`)
  const byDay = Map.groupBy(rows, ({ day }) => day)
  await writeStrips(
    writing,
    [...byDay].map(([day, pieces]) => ({ day, entries: pieces.flatMap((piece) => unpackStrip(day, piece)) })),
  )
}

/** Writes days' entries as merged rows, after whatever the days already have. */
export async function writeStrips(
  { db, tenantId }: Writing,
  days: readonly { day: Day; entries: StripEntry[] }[],
): Promise<void> {
  const rows = days.flatMap(({ day, entries }) =>
    stripRows(entries).map((columns, place) => ({ place, ...stripJson(day, columns) })),
  )
  if (rows.length === 0) return
  await db.execute(sql`
    insert into strip (tenant_id, day, seq, n, contact, sec, kind, sign, recorded, cause, amount, currency)
    select ${tenantId}, x.day, coalesce((select max(s.seq) + 1 from strip s where s.day = x.day), 0) + place, n,
      decode(contact, 'base64'), decode(sec, 'base64'), decode(kind, 'base64'), decode(sign, 'base64'), decode(recorded, 'base64'),
      decode(cause, 'base64'), decode(amount, 'base64'), decode(currency, 'base64')
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as x (place smallint, day date, n int, contact text, sec text,
      kind text, sign text, recorded text, cause text, amount text, currency text)`)
}

/** Merges days before `before` that are still in pieces, oldest first, at most `limit` of them; answers how many. */
export async function mergeClosedDays(writing: Writing, before: Day, limit = 400): Promise<number> {
  const rows = await writing.db.execute<{ day: string }>(sql`
    select day::text as day from strip where day < ${before}::date group by day having count(*) > 1 and min(n) < ${smallPiece}
    order by day limit ${limit}::int`)
  if (rows.length > 0)
    await mergeDays(
      writing,
      rows.map(({ day }) => day),
      'all',
    )
  return rows.length
}
