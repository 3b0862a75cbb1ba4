import { givingKinds, type Cause, type Day, type Instant, type MovementKind } from '@throughline/canonical'
import { instantOf, sql, type Inside, type SQL } from '@throughline/db'
import type { BatchMoment } from './batch.ts'
import { dayBounds } from './zone-clock.ts'

type Reading = Pick<Inside, 'db'>
interface MomentRow extends Record<string, unknown> {
  batch: string
  recorded_at: string
}
const momentOf = (row: MomentRow | undefined): BatchMoment =>
  row ? { batch: Number(row.batch), recordedAt: instantOf(row.recorded_at) } : { batch: 0, recordedAt: null }

/**
 * The last batch recorded by an instant, or of all: "as known at". Before anything was recorded it is batch 0.
 */
export async function batchAt({ db }: Reading, instant?: Instant): Promise<BatchMoment> {
  const until = instant === undefined ? sql`` : sql`where recorded_at <= ${instant}::timestamptz`
  const rows = await db.execute<MomentRow>(
    sql`select batch, recorded_at from batch ${until} order by tenant_id desc, recorded_at desc, batch desc limit 1`,
  )
  return momentOf(rows[0])
}

/** When a batch was recorded; a number that was never given out is undefined, 0 is before everything. */
export async function batchMoment({ db }: Reading, batch: number): Promise<BatchMoment | undefined> {
  if (batch === 0) return momentOf(undefined)
  const rows = await db.execute<MomentRow>(sql`select batch, recorded_at from batch where batch = ${batch}::bigint`)
  return rows[0] && momentOf(rows[0])
}

/** Past batches to ask at, oldest first, thinned to at most `limit`, the newest always among them. */
export async function batchMoments(
  { db }: Reading,
  limit = 200,
): Promise<(BatchMoment & { origin: string; facts: number })[]> {
  const rows = await db.execute<MomentRow & { origin: string; facts: number }>(sql`
    select batch, recorded_at, origin, facts from (
      select *, row_number() over (order by batch desc) - 1 as back, count(*) over () as of from batch) numbered
    where of <= ${limit}::int or back % ((of + ${limit}::int - 1) / ${limit}::int) = 0
    order by batch`)
  return rows.map((row) => ({ ...momentOf(row), origin: row.origin, facts: row.facts }))
}

/** Signed sums of one day, kind and currency. `tenantId` tells clients apart where several are read at once. */
export interface DaySum {
  tenantId: string
  day: Day
  kind: MovementKind
  currency: string
  recurring: boolean
  minor: number
  n: number
}
interface SumRow extends Record<string, unknown> {
  tenant_id: string
  day: string
  kind: MovementKind
  currency: string
  recurring: boolean
  minor: string
  n: string
}
const sumOf = (row: SumRow): DaySum => ({
  tenantId: row.tenant_id,
  day: row.day,
  kind: row.kind,
  currency: row.currency,
  recurring: row.recurring,
  minor: Number(row.minor),
  n: Number(row.n),
})

/** Days [from, to], both included, as known at a batch; without one, now. */
export interface Period {
  from: Day
  to: Day
  batch?: number | undefined
  /** What moved; money given where unsaid. */
  kinds?: readonly MovementKind[]
}
const ofKinds = (kinds: readonly MovementKind[] = givingKinds): SQL =>
  sql`kind = any (${`{${kinds.join(',')}}`}::text[])`
const within = ({ from, to, batch, kinds }: Period): SQL =>
  sql`day between ${from}::date and ${to}::date and ${ofKinds(kinds)} ${batch === undefined ? sql`` : sql`and batch <= ${batch}::bigint`}`

/** Sums that came to nothing (taken back in full) are absent, as if they had never been. */
const isSomething = sql`(sum(minor) <> 0 or sum(n) <> 0)`

/** Money by day, kind, currency and one-time or recurring. Days without any are absent. Works for one tenant and for several. */
export async function daySums({ db }: Reading, period: Period): Promise<DaySum[]> {
  const rows = await db.execute<SumRow>(sql`
    select tenant_id, day::text as day, kind, currency, recurring, sum(minor)::text as minor, sum(n)::text as n
    from money_movement where ${within(period)} group by 1, 2, 3, 4, 5 having ${isSomething} order by 1, 2, 3, 4, 5`)
  return rows.map(sumOf)
}

/** The same by hour of the day too: 0–23, −1 for sources that give a day and no time. */
export async function hourSums({ db }: Reading, period: Period): Promise<(DaySum & { hour: number })[]> {
  const rows = await db.execute<SumRow & { hour: number }>(sql`
    select tenant_id, day::text as day, hour, kind, currency, recurring, sum(minor)::text as minor, sum(n)::text as n
    from money_movement where ${within(period)} group by 1, 2, 3, 4, 5, 6 having ${isSomething} order by 1, 2, 3, 4, 5, 6`)
  return rows.map((row) => ({ ...sumOf(row), hour: row.hour }))
}

/** How money moved between two batches, and why. */
export interface CauseSum extends DaySum {
  cause: Cause
}

/** What was booked after batch `then` up to batch `now`, by cause: exactly the difference of the two readings. */
export async function changesByCause(
  { db }: Reading,
  { from, to, then, now, kinds }: { from: Day; to: Day; then: number; now: number; kinds?: readonly MovementKind[] },
): Promise<CauseSum[]> {
  const rows = await db.execute<SumRow & { cause: Cause }>(sql`
    select tenant_id, day::text as day, kind, currency, recurring, cause, sum(minor)::text as minor, sum(n)::text as n
    from money_movement
    where day between ${from}::date and ${to}::date and batch > ${then}::bigint and batch <= ${now}::bigint and ${ofKinds(kinds)}
    group by 1, 2, 3, 4, 5, 6 having ${isSomething} order by 1, 2, 3, 4, 5, 6`)
  return rows.map((row) => ({ ...sumOf(row), cause: row.cause }))
}

/** How many fact versions were written after batch `then` up to batch `now`, by cause and kind, that happened in the range. */
export async function factsByCause(
  inside: Reading,
  { from, to, then, now }: { from: Day; to: Day; then: number; now: number },
): Promise<{ cause: Cause; kind: string; rows: number }[]> {
  const zone = await zoneAt(inside, now)
  const rows = await inside.db.execute<{ cause: Cause; kind: string; rows: string }>(sql`
    select cause, kind, count(*)::text as rows from fact
    where batch > ${then}::bigint and batch <= ${now}::bigint and ${happenedIn({ from, to }, zone)}
    group by 1, 2 order by 1, 2`)
  return rows.map((row) => ({ cause: row.cause, kind: row.kind, rows: Number(row.rows) }))
}

/** The tenant's zone as known at a batch; without one, now. */
export async function zoneAt({ db }: Reading, batch?: number): Promise<string> {
  const [row] = await db.execute<{ time_zone: string }>(sql`
    select coalesce(
      (select value ->> 'timeZone' from fact where kind = 'time_zone' and source = 'throughline' and source_key = 'time_zone'
        ${batch === undefined ? sql`` : sql`and batch <= ${batch}::bigint`} order by version desc limit 1),
      (select value ->> 'previous' from fact where kind = 'time_zone' and source = 'throughline' and source_key = 'time_zone'
        order by version limit 1),
      (select time_zone from tenant)) as time_zone`)
  if (!row) throw new Error('no tenant to read the zone of')
  return row.time_zone
}

/** True of facts whose day, in the zone or on their source's own calendar, is in the range. */
export function happenedIn({ from, to }: { from: Day; to: Day }, zone: string): SQL {
  const start = new Date(dayBounds(from, zone).start).toISOString()
  const end = new Date(dayBounds(to, zone).end).toISOString()
  return sql`(happened_at >= ${start}::timestamptz - interval '2 days' and happened_at < ${end}::timestamptz + interval '2 days'
    and case when value ? 'sourceDay' then value -> 'sourceDay' ->> 'day' between ${from} and ${to}
      else happened_at >= ${start}::timestamptz and happened_at < ${end}::timestamptz end)`
}
