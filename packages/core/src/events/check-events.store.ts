import { causes, type Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { dayBounds } from '../ledger/index.ts'
import type { Activity } from './activity.ts'
import { fromOf } from './event-settings.store.ts'
import { measures } from './written-event.ts'

type Reading = Pick<Inside, 'db'>

/** Days that have anything of events: rows, counts or strips. */
export async function eventDays({ db }: Reading): Promise<Day[]> {
  const rows = await db.execute<{ day: string }>(sql`
    select day::text as day from (select day from event_volume union select day from activity_movement union
      select day from activity_hour union select day from activity_strip) d order by 1`)
  return rows.map(({ day }) => day)
}

/** The zone that days are in, and since when (epoch milliseconds) events are kept. */
export async function tenantClock({ db }: Reading): Promise<{ zone: string; from: number }> {
  const [row] = await db.execute<{ time_zone: string; events_from: string | null }>(
    sql`select time_zone, events_from::text as events_from from tenant`,
  )
  return { zone: row?.time_zone ?? 'UTC', from: fromOf(row?.events_from ?? null) }
}

/** A row of `event`, as checking needs it. */
export interface StoredEvent {
  day: Day
  hour: number
  sec: number
  kind: number
  source: number
  contactNo: number
  campaignNo: number
  creativeNo: number
  channel: number
  region: number
  cause: number
  batch: number
  withheld: boolean
  /** How it was engaged with, or viewed. */
  engagement: string | undefined
}

/** Zones are at most so far apart: while a change of zone goes on, an event may be on its day in either. */
const zonesApartMs = 26 * 3_600_000

/** Every event of a day. Found by the index on their instants, then by the day that they are in. */
export async function eventsOfDay({ db }: Reading, day: Day, timeZone: string): Promise<StoredEvent[]> {
  const { start, end } = dayBounds(day, timeZone)
  const rows = await db.execute<Record<string, string | number | boolean | null>>(sql`
    select hour, floor(extract(epoch from happened_at))::bigint as sec, kind, source, contact_no, campaign_no, creative_no, channel, region,
      cause, batch, coalesce((properties -> 'is_holdout')::text = 'true', false) as withheld, coalesce(properties ->> 'engagement_type', properties ->> 'view_type') as engagement
    from event where happened_at >= ${new Date(start - zonesApartMs).toISOString()}::timestamptz
      and happened_at < ${new Date(end + zonesApartMs).toISOString()}::timestamptz and day = ${day}::date`)
  return rows.map((row) => ({
    day,
    hour: Number(row['hour']),
    sec: Number(row['sec']),
    kind: Number(row['kind']),
    source: Number(row['source']),
    contactNo: Number(row['contact_no']),
    campaignNo: Number(row['campaign_no']),
    creativeNo: Number(row['creative_no']),
    channel: Number(row['channel']),
    region: Number(row['region']),
    cause: Number(row['cause']),
    batch: Number(row['batch']),
    withheld: row['withheld'] === true,
    engagement: typeof row['engagement'] === 'string' ? row['engagement'] : undefined,
  }))
}

/** What sums of a day are compared under, whatever caused them: what is put right is put right under it. */
export const summed = causes.indexOf('reprocess')
const sums = sql.raw(measures.map((name) => `sum(${name})::int as ${name}`).join(', '))

/** What is counted of a day, over every recorded day and cause. */
export async function countsOfDay({ db }: Reading, day: Day): Promise<Activity> {
  const [campaigns, hours, volumes] = await Promise.all([
    db.execute<Record<string, number>>(sql`
      select campaign_no, creative_no, channel, ${sums} from activity_movement where day = ${day}::date group by 1, 2, 3`),
    db.execute<Record<string, number>>(sql`
      select hour, channel, ${sums} from activity_hour where day = ${day}::date group by 1, 2`),
    db.execute<{ hour: number; kind: number; source: number; n: number }>(sql`
      select hour, kind, source, sum(n)::int as n from event_volume where day = ${day}::date group by 1, 2, 3`),
  ])
  const counts = (row: Record<string, number>) => measures.map((name) => row[name] ?? 0)
  const no = (row: Record<string, number>, name: string) => row[name] ?? 0
  return {
    campaigns: campaigns.map((row) => ({
      key: {
        day,
        campaignNo: no(row, 'campaign_no'),
        creativeNo: no(row, 'creative_no'),
        channel: no(row, 'channel'),
        cause: summed,
      },
      counts: counts(row),
    })),
    hours: hours.map((row) => ({
      key: { day, hour: no(row, 'hour'), channel: no(row, 'channel'), cause: summed },
      counts: counts(row),
    })),
    volumes: volumes.map(({ hour, kind, source, n }) => ({ key: { day, hour, kind, source, cause: summed }, n })),
  }
}
