import { causes, type Day, type Instant } from '@throughline/canonical'
import { instantOf, sql, type Inside } from '@throughline/db'
import { eventNames } from '../../events/event-names.store.ts'
import type { Span } from './connection-counts.store.ts'
import { toldByOthers } from './told-by-others.store.ts'

type Reading = Pick<Inside, 'db'>

/** What came of one source of events. */
export interface EventCounts {
  n: number
  /** Of what came in the range: how much had happened more than a day before. */
  came: { late: number; of: number }
  byDay: Map<Day, number>
}

/**
 * Events by source: of the range, and by day since the first day given. What is late is asked of what came in the range; days on which
 * a file of the past was brought in are left out, since all of that is.
 */
export async function eventCounts(
  { db }: Reading,
  { since, from, to }: { since: Day; from: Day; to: Day },
): Promise<Map<string, EventCounts>> {
  const [names, rows, came] = await Promise.all([
    eventNames({ db }),
    db.execute<{ source: number; day: string; n: string }>(sql`
      select source, day::text as day, sum(n) as n from event_volume
      where day >= ${since}::date and day <= ${to}::date and ${toldByOthers('event_volume')} group by 1, 2`),
    db.execute<{ source: number; n: string; late: string }>(sql`
      select source, sum(n) as n, coalesce(sum(n) filter (where cause = ${causes.indexOf('late')}::int), 0) as late
      from event_volume where day >= ${from}::date - 60 and recorded_day >= ${from}::date and recorded_day <= ${to}::date
        and ${toldByOthers('event_volume')}
        and recorded_day not in (select (recorded_at at time zone 'UTC')::date from batch
          where origin = 'import' and recorded_at >= ${from}::date - interval '1 day')
      group by 1`),
  ])
  const found = new Map<string, EventCounts>()
  const of = (source: number): EventCounts => {
    const name = names.source(source)
    const counts = found.get(name) ?? { n: 0, came: { late: 0, of: 0 }, byDay: new Map<Day, number>() }
    found.set(name, counts)
    return counts
  }
  for (const { source, day, n } of rows) {
    const counts = of(source)
    counts.byDay.set(day, Number(n))
    if (day >= from) counts.n += Number(n)
  }
  for (const { source, n, late } of came) of(source).came = { late: Number(late), of: Number(n) }
  return found
}

const missing = ['missing_field']
const shape = [
  'malformed',
  'invalid_uuid',
  'invalid_value',
  'invalid_amount',
  'invalid_text',
  'invalid_timestamp',
  'unknown_type',
  'unsupported_version',
  'number_out_of_range',
  'too_deep',
  'too_large',
]
const list = (codes: readonly string[]) => `{${codes.join(',')}}`

/** Events that were refused, by source and why. One that was mended since was refused all the same. */
export async function refusedEvents(
  { db }: Reading,
  { from, to }: Span,
): Promise<Map<string, { missing: number; shape: number; other: number }>> {
  const rows = await db.execute<{ source: string; missing: string; shape: string; n: string }>(sql`
    select source, count(*) as n, count(*) filter (where code = any(${list(missing)}::text[])) as missing,
      count(*) filter (where code = any(${list(shape)}::text[])) as shape
    from event_rejection
    where received_at >= ${from.toISOString()}::timestamptz and received_at < ${to.toISOString()}::timestamptz and import_id is null
    group by 1`)
  return new Map(
    rows.map((row) => {
      const counts = { missing: Number(row.missing), shape: Number(row.shape) }
      return [row.source, { ...counts, other: Number(row.n) - counts.missing - counts.shape }]
    }),
  )
}

/** When the last event of each source happened, of those that said anything since. */
export async function newestEvents({ db }: Reading, since: Day): Promise<Map<string, Instant>> {
  const [names, rows] = await Promise.all([
    eventNames({ db }),
    db.execute<{ source: number; at: string | null }>(sql`
      select v.source, (select e.happened_at from event e
        where e.happened_at >= (v.day + make_interval(hours => v.hour))::timestamp at time zone t.time_zone
          and e.happened_at < (v.day + make_interval(hours => v.hour + 1))::timestamp at time zone t.time_zone
          and e.source = v.source and ${toldByOthers('e')} order by e.tenant_id desc, e.happened_at desc limit 1) as at
      from (select distinct on (source) source, day, hour from event_volume where day >= ${since}::date and n > 0
        and ${toldByOthers('event_volume')}
        order by source, day desc, hour desc) v cross join (select time_zone from tenant) t`),
  ])
  return new Map(
    rows.flatMap(({ source, at }) => (at === null ? [] : [[names.source(source), instantOf(at)] as const])),
  )
}
