import { causes, type Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import type { Stretch } from '../ledger/zone-clock.ts'
import type { Countable } from './activity.ts'
import { measureOf } from './measure-of.ts'

type Reading = Pick<Inside, 'db'>
const at = (epochMs: number) => sql`${new Date(epochMs).toISOString()}::timestamptz`

/** The first event from a moment on, in epoch milliseconds; undefined where there is none. */
export async function firstEventFrom({ db }: Reading, from: number): Promise<number | undefined> {
  const since = Number.isFinite(from) ? at(from) : sql`'-infinity'::timestamptz`
  const [row] = await db.execute<{ ms: string | null }>(sql`
    select (extract(epoch from min(happened_at)) * 1000)::bigint as ms from event where happened_at >= ${since}`)
  return row?.ms ? Number(row.ms) : undefined
}

/** The moment before which `n` events from a moment on lie; undefined where there are fewer. Of one moment all are taken. */
export async function endOfEvents({ db }: Reading, from: number, n: number): Promise<number | undefined> {
  const [row] = await db.execute<{ ms: string }>(sql`
    select (extract(epoch from happened_at) * 1000)::bigint as ms from event where happened_at >= ${at(from)}
    order by happened_at offset ${n}::int limit 1`)
  return row && Math.max(Number(row.ms), from + 1)
}

interface Row extends Record<string, unknown> {
  day: string
  hour: number
  new_day: string
  new_hour: number
  campaign_no: number
  creative_no: number
  channel: number
  kind: number
  source: number
  withdrawn: boolean
  held: boolean
  engagement: string | null
  n: number
}

/**
 * Puts events of a stretch on the day and hour that they are on by its offset.
 * @returns what has to be counted out of its old places, and into the new ones
 */
export async function moveEvents(
  { db }: Reading,
  { from, to, offsetMs }: Stretch,
): Promise<{ out: Countable[]; into: Countable[] }> {
  const local = sql`(happened_at at time zone 'UTC' + make_interval(secs => ${offsetMs / 1000}::float8))`
  const elsewhere = sql`happened_at >= ${at(from)} and happened_at < ${Number.isFinite(to) ? at(to) : sql`'infinity'::timestamptz`}
    and (day <> ${local}::date or hour <> extract(hour from ${local}))`
  const rows = await db.execute<Row>(sql`
    with counted as materialized (
      select day::text as day, hour, ${local}::date::text as new_day, extract(hour from ${local})::int as new_hour, campaign_no,
        creative_no, channel, kind, source, cause = ${causes.indexOf('withdrawn')}::smallint as withdrawn,
        coalesce((properties -> 'is_holdout')::text = 'true', false) as held, coalesce(properties ->> 'engagement_type', properties ->> 'view_type') as engagement,
        count(*)::int as n
      from event where ${elsewhere} group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
    moved as (update event set day = ${local}::date, hour = extract(hour from ${local})::smallint where ${elsewhere})
    select * from counted`)
  const counted = (row: Row, day: Day, hour: number): Countable => ({
    day,
    hour,
    kind: row.kind,
    source: row.source,
    channel: row.channel,
    campaignNo: row.campaign_no,
    creativeNo: row.creative_no,
    cause: causes.indexOf('zone_change'),
    measure: measureOf(row.kind, row.held, row.engagement ?? undefined),
    n: row.withdrawn ? -row.n : row.n,
  })
  return {
    out: rows.map((row) => counted(row, row.day, row.hour)),
    into: rows.map((row) => counted(row, row.new_day, row.new_hour)),
  }
}
