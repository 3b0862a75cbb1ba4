import { sql, type Inside } from '@throughline/db'

type Reading = Pick<Inside, 'db'>

/** From when on events are taken. @returns false where that was said before */
export async function keepFrom({ db }: Reading, before: string): Promise<boolean> {
  const rows = await db.execute(sql`
    update tenant set events_from = ${before}::date where events_from is null or events_from < ${before}::date returning 1`)
  return rows.length > 0
}

/** How many events there are of each month [from, before), by month; months without any are not among them. */
export async function eventsByMonth(
  { db }: Reading,
  { from, before }: { from: string; before: string },
): Promise<Map<string, number>> {
  const rows = await db.execute<{ month: string; n: string }>(sql`
    select to_char(happened_at at time zone 'UTC', 'YYYY-MM') as month, count(*) as n from event
    where happened_at >= ${`${from}T00:00:00Z`}::timestamptz and happened_at < ${`${before}T00:00:00Z`}::timestamptz group by 1`)
  return new Map(rows.map(({ month, n }) => [month, Number(n)]))
}

/** The last event whose id was dropped. */
export interface ForgottenUpTo {
  happenedAt: string
  eventId: string
}

/**
 * Drops the ids of events that happened before a day, the oldest first, at most `limit` of them. An id that was taken back and came
 * anew for a later event stays. @returns up to where; undefined where no event is left
 */
export async function dropKeys(
  { db }: Reading,
  { before, after, limit }: { before: string; after: ForgottenUpTo | undefined; limit: number },
): Promise<ForgottenUpTo | undefined> {
  const end = sql`${`${before}T00:00:00Z`}::timestamptz`
  const later = after
    ? sql`happened_at >= ${after.happenedAt}::timestamptz and (happened_at > ${after.happenedAt}::timestamptz or event_id > ${after.eventId}::uuid)`
    : sql`true`
  const [last] = await db.execute<{ at: string; id: string }>(sql`
    with page as materialized (
      select event_id, happened_at from event where happened_at < ${end} and ${later} order by happened_at, event_id limit ${limit}::int),
    gone as (delete from event_key k using page p where k.event_id = p.event_id and k.happened_at < ${end})
    select happened_at::text as at, event_id as id from page order by happened_at desc, event_id desc limit 1`)
  return last && { happenedAt: last.at, eventId: last.id }
}
