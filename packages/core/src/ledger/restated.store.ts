import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import type { Booking } from './booking.ts'
import type { ReplayedFact } from './replay.ts'
import { recordName, type RecordId, type Standing } from './settle.ts'
import { stripRows, unpackStrip, type StripColumns } from './strip-columns.ts'
import type { StripEntry } from './strip-entry.ts'
import { stripJson } from './strip-json.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>
const json = (rows: readonly unknown[]) => sql`${JSON.stringify(rows)}::text::json`
const daysOf = (days: readonly Day[]) => sql`day = any(${`{${days.join(',')}}`}::date[])`

/** Adds to what a change of zone will book. */
export async function addRestated(writing: Writing, { movements, entries }: Booking): Promise<void> {
  const { db, tenantId } = writing
  if (movements.length > 0)
    await db.execute(sql`
      insert into restated_movement as r (tenant_id, day, kind, currency, hour, recurring, minor, n)
      select ${tenantId}, day, kind, currency, hour, recurring, minor, n
      from json_to_recordset(${json(movements)}) as x (day date, kind text, currency text, hour smallint, recurring boolean,
        minor bigint, n int)
      order by day, kind, currency, hour, recurring
      on conflict (tenant_id, day, kind, currency, hour, recurring)
        do update set minor = r.minor + excluded.minor, n = r.n + excluded.n`)
  await addPieces(writing, entries)
}

async function addPieces({ db, tenantId }: Writing, entries: readonly StripEntry[]): Promise<void> {
  if (entries.length === 0) return
  const pieces = [...Map.groupBy(entries, ({ day }) => day)].flatMap(([day, list]) =>
    stripRows(list).map((columns, place) => ({ place, ...stripJson(day, columns), recorded: undefined })),
  )
  await db.execute(sql`
    insert into restated_strip (tenant_id, day, seq, n, contact, sec, kind, sign, cause, amount, currency)
    select ${tenantId}, x.day, coalesce((select max(s.seq) + 1 from restated_strip s where s.day = x.day), 0) + place, n,
      decode(contact, 'base64'), decode(sec, 'base64'), decode(kind, 'base64'), decode(sign, 'base64'), decode(cause, 'base64'),
      decode(amount, 'base64'), decode(currency, 'base64')
    from json_to_recordset(${json(pieces)}) as x (place smallint, day date, n int, contact text, sec text, kind text, sign text,
      cause text, amount text, currency text)`)
}

/** Takes entries out again that were added before, each once. */
export async function removeEntries(writing: Writing, gone: readonly StripEntry[]): Promise<void> {
  if (gone.length === 0) return
  const rows = await writing.db.execute<Omit<StripColumns, 'recorded'> & { day: Day } & Record<string, unknown>>(sql`
    delete from restated_strip where ${daysOf([...new Set(gone.map(({ day }) => day))])}
    returning day::text as day, n, contact, sec, kind, sign, cause, amount, currency`)
  const left = new Map<string, number>()
  for (const entry of gone) left.set(entryName(entry), (left.get(entryName(entry)) ?? 0) + 1)
  const kept = rows
    .flatMap((row) => unpackStrip(row.day, { ...row, recorded: new Uint8Array(row.n * 4) }))
    .filter((entry) => {
      const name = entryName(entry)
      const count = left.get(name) ?? 0
      if (count > 0) left.set(name, count - 1)
      return count === 0
    })
  if ([...left.values()].some((count) => count > 0)) throw new Error('what is to be taken out was never put in')
  await addPieces(writing, kept)
}

const entryName = ({ day, contact, sec, kind, sign, cause, amount, currency }: StripEntry): string =>
  `${day} ${contact} ${sec} ${kind} ${sign} ${cause} ${amount} ${currency}`

/** Makes what was prepared part of a batch, in one statement for each store. @returns the days touched */
export async function takeRestated({ db, tenantId }: Writing, batch: number): Promise<Day[]> {
  const recorded = Buffer.alloc(4)
  recorded.writeUInt32LE(batch)
  const rows = await db.execute<{ day: Day }>(sql`
    with moved as (
      insert into money_movement (tenant_id, day, batch, kind, currency, hour, cause, recorded_day, recurring, minor, n)
      select ${tenantId}, day, ${batch}::bigint, kind, currency, hour, 'zone_change',
        (select (recorded_at at time zone 'UTC')::date from batch where batch = ${batch}::bigint), recurring, minor, n
      from restated_movement where minor <> 0 or n <> 0
      returning day),
    packed as (
      insert into strip (tenant_id, day, seq, n, contact, sec, kind, sign, recorded, cause, amount, currency)
      select ${tenantId}, r.day, coalesce((select max(s.seq) + 1 from strip s where s.day = r.day), 0)
          + row_number() over (partition by r.day order by r.seq) - 1,
        n, contact, sec, kind, sign, decode(repeat(${recorded.toString('hex')}, n), 'hex'), cause, amount, currency
      from restated_strip r
      returning day)
    select day::text as day from (select day from moved union select day from packed) touched order by day`)
  await dropRestated({ db })
  return rows.map(({ day }) => day)
}

/** Forgets what was prepared. */
export async function dropRestated({ db }: Pick<Inside, 'db'>): Promise<void> {
  await db.execute(sql`delete from restated_movement`)
  await db.execute(sql`delete from restated_strip`)
}

/** How many facts were written after a batch, and the last batch. */
export async function factsSince({ db }: Pick<Inside, 'db'>, batch: number): Promise<{ facts: number; last: number }> {
  const [row] = await db.execute<{ facts: string; last: string }>(sql`
    select coalesce(sum(facts), 0)::text as facts, coalesce(max(batch), ${batch}::bigint)::text as last
    from batch where batch > ${batch}::bigint`)
  return { facts: Number(row?.facts ?? 0), last: Number(row?.last ?? batch) }
}

/** The versions right before these, by name of their record; none before a first version. */
export async function versionsBefore(
  { db }: Pick<Inside, 'db'>,
  facts: readonly ReplayedFact[],
): Promise<Map<string, Standing>> {
  const wanted = facts
    .filter(({ version }) => version > 1)
    .map(({ kind, source, key, version }) => ({ kind, source, key, version: version - 1 }))
  if (wanted.length === 0) return new Map()
  const rows = await db.execute<
    RecordId & Omit<Standing, 'contactNo'> & { contact_no: number | null } & Record<string, unknown>
  >(sql`
    with wanted as materialized (
      select * from json_to_recordset(${json(wanted)}) as r (kind text, source text, key text, version int))
    select f.kind, f.source, f.source_key as key, f.contact_no, f.withdrawn, f.value
    from wanted w cross join lateral (
      select * from fact where fact.kind = w.kind and fact.source = w.source and fact.source_key = w.key
        and fact.version = w.version) f`)
  return new Map(
    rows.map((row) => [recordName(row), { value: row.value, withdrawn: row.withdrawn, contactNo: row.contact_no }]),
  )
}
