import type { Cause, Day, MovementKind } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import type { BookedMovement } from './booking.ts'
import type { ReplayedFact } from './replay.ts'
import type { Standing } from './settle.ts'

type Reading = Pick<Inside, 'db'>

/** The next batches with their facts, whole batches only, about `limit` facts at a time. */
export async function factsOfBatches(
  { db }: Reading,
  after: number,
  until: number,
  limit: number,
): Promise<ReplayedFact[][]> {
  const rows = await db.execute<{
    kind: string
    source: string
    key: string
    version: number
    batch: string
    cause: Cause
    contact_no: number | null
    withdrawn: boolean
    value: Standing['value']
  }>(sql`
    with upto as (select coalesce(max(batch), ${until}::bigint) as batch from (
      select batch, sum(facts) over (order by batch) - facts as before from batch
      where batch > ${after}::bigint and batch <= ${until}::bigint) counted where before < ${limit}::int)
    select kind, source, source_key as key, version, f.batch, cause, contact_no, withdrawn, value
    from fact f where f.batch > ${after}::bigint and f.batch <= (select batch from upto)
    order by f.batch, kind, source, source_key, version`)
  const facts = rows.map((row) => ({
    kind: row.kind,
    source: row.source,
    key: row.key,
    version: row.version,
    batch: Number(row.batch),
    cause: row.cause,
    contactNo: row.contact_no,
    withdrawn: row.withdrawn,
    value: row.value,
  }))
  return [...Map.groupBy(facts, ({ batch }) => batch).values()]
}

/** A movement as it is stored, with what wrote its batch. */
export interface StoredMovement extends BookedMovement {
  batch: number
  origin: string
}

export async function storedMovements({ db }: Reading, after: number, until: number): Promise<StoredMovement[]> {
  const rows = await db.execute<{
    day: Day
    batch: string
    kind: MovementKind
    currency: string
    hour: number
    cause: Cause
    recurring: boolean
    minor: string
    n: number
    origin: string
  }>(sql`
    select m.day::text as day, m.batch, m.kind, m.currency, m.hour, m.cause, m.recurring, sum(m.minor)::text as minor,
      sum(m.n)::int as n, b.origin
    from money_movement m join batch b using (batch)
    where m.batch > ${after}::bigint and m.batch <= ${until}::bigint
    group by 1, 2, 3, 4, 5, 6, 7, b.origin order by m.batch`)
  return rows.map((row) => ({
    day: row.day,
    batch: Number(row.batch),
    kind: row.kind,
    currency: row.currency,
    hour: row.hour,
    cause: row.cause,
    recurring: row.recurring,
    minor: Number(row.minor),
    n: row.n,
    origin: row.origin,
  }))
}

/** Every day that has strips. */
export async function stripDays({ db }: Reading): Promise<Day[]> {
  const rows = await db.execute<{ day: Day }>(sql`select distinct day::text as day from strip order by 1`)
  return rows.map(({ day }) => day)
}

export async function dropStrips({ db }: Reading, days: readonly Day[]): Promise<void> {
  await db.execute(sql`delete from strip where day = any(${`{${days.join(',')}}`}::date[])`)
}
