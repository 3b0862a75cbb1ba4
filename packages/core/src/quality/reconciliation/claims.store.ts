import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { isEffective } from '../../ledger/index.ts'
import type { ClaimedDay, OwnDay } from './ad-days.ts'

type Reading = Pick<Inside, 'db'>
export interface DayRange {
  from: Day
  to: Day
}

/** More days of platforms than this are not read at once. */
const mostDays = 5_000

/**
 * What platforms say of their days. Claims are those for giving or buying, whichever a platform tells of; where it tells the same by
 * several windows, its own default stands, beside what it claims by a click alone.
 */
export async function claimedDays({ db }: Reading, { from, to }: DayRange): Promise<ClaimedDay[]> {
  const rows = await db.execute<{
    source: string
    day: string
    claimed: string
    by_click: string | null
    spend: string
    clicks: string | null
    currency: string
    other_zone: boolean
    provisional: boolean
  }>(sql`
    select source, day::text as day, sum(claimed) as claimed, sum(by_click) as by_click, sum(spend) as spend, sum(clicks) as clicks,
      currency, bool_or(zone is distinct from (select time_zone from tenant)) as other_zone, bool_or(provisional) as provisional
    from (
      select f.source, (f.value -> 'sourceDay' ->> 'day')::date as day, f.value -> 'sourceDay' ->> 'zone' as zone,
        f.value -> 'amount' ->> 'currency' as currency, (f.value -> 'amount' ->> 'minor')::bigint as spend,
        (f.value ->> 'linkClicks')::bigint as clicks, coalesce((f.value ->> 'provisional')::boolean, false) as provisional,
        coalesce((select sum((r ->> 'count')::numeric) from jsonb_array_elements(f.value -> 'reported') r
          where r ->> 'window' = 'default' and r ->> 'type' in ('donate', 'purchase')), 0) as claimed,
        (select sum((r ->> 'count')::numeric) from jsonb_array_elements(f.value -> 'reported') r
          where r ->> 'window' = '7d_click' and r ->> 'type' in ('donate', 'purchase')) as by_click
      from fact f
      where f.kind = 'spend' and not f.withdrawn and not f.value ? 'breakdown'
        and f.happened_at >= ${from}::date - interval '2 days' and f.happened_at < ${to}::date + interval '3 days'
        and ${isEffective(undefined)}) each
    where day >= ${from}::date and day <= ${to}::date
    group by source, day, currency order by day desc, source limit ${mostDays}::int`)
  return rows.map((row) => ({
    ...{ source: row.source, day: row.day, claimed: Number(row.claimed), spend: Number(row.spend) },
    byClick: row.by_click === null ? null : Number(row.by_click),
    clicks: row.clicks === null ? null : Number(row.clicks),
    ...{ currency: row.currency, otherZone: row.other_zone, provisional: row.provisional },
  }))
}

/** What is here of the same: gifts that began or ended at an ad of the source, booked spend, what our server told it, clicks seen. */
export async function ownDays(inside: Reading, range: DayRange): Promise<Map<string, OwnDay>> {
  const { db } = inside
  const days = sql`day >= ${range.from}::date and day <= ${range.to}::date`
  const [conversions, spend, told] = await Promise.all([
    db.execute<{ source: string; day: string; n: string }>(sql`
      select p.source, j.day::text as day, count(*) as n
      from journey j cross join lateral (
        select distinct source from touch_place where place_no in (j.first_place, j.last_place) and source is not null) p
      where j.happened_at >= ${range.from}::date - interval '2 days' and j.happened_at < ${range.to}::date + interval '3 days'
        and j.${days} and j.type in ('donation', 'order') group by 1, 2`),
    db.execute<{ source: string; day: string; minor: string }>(sql`
      select p.source, d.day::text as day, sum(d.minor) as minor from delivery_movement d join touch_place p on p.place_no = d.place_no
      where d.${days} and d.kind = 'spend' and p.source is not null group by 1, 2`),
    db.execute<{ source: string; day: string; n: string }>(sql`
      select c.connector as source, (o.happened_at at time zone t.time_zone)::date::text as day, count(*) as n
      from conversion_out o join connection c on c.connection_id = o.connection_id cross join (select time_zone from tenant) t
      where o.state = 'sent' and o.happened_at >= ${range.from}::date - interval '2 days'
        and o.happened_at < ${range.to}::date + interval '3 days' group by 1, 2`),
  ])
  const found = new Map<string, OwnDay>()
  const at = (source: string, day: Day): OwnDay => {
    const name = `${source} ${day}`
    const own = found.get(name) ?? { conversions: 0, spend: 0, clicks: null, told: 0 }
    found.set(name, own)
    return own
  }
  for (const { source, day, n } of conversions) at(source, day).conversions = Number(n)
  for (const { source, day, minor } of spend) at(source, day).spend = Number(minor)
  for (const { source, day, n } of told) at(source, day).told = Number(n)
  return found
}
