import { causes, Invalid } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import type { Volume } from './event-desk.ts'
import { eventNames } from './event-names.store.ts'
import { volumeOf } from './volume.ts'

const longestDays = 1_100
const longestDaysByHour = 7
/** Rejections are counted one by one: beyond this many the answer says "at least". */
const countedRejections = 200_000

/** How many events came, by day or hour of the tenant, beside as many days before. Reads counts, never events. */
export async function readVolume(
  inside: Pick<Inside, 'db'>,
  { from, to, by }: { from: string; to: string; by: 'day' | 'hour' },
): Promise<Volume> {
  const first = Temporal.PlainDate.from(from)
  const days = first.until(to).days + 1
  if (days < 1) throw new Invalid('The range ends before it begins.', 'to')
  if (days > (by === 'hour' ? longestDaysByHour : longestDays))
    throw new Invalid(by === 'hour' ? 'By hour, at most a week.' : 'At most three years.', 'from')
  const beforeFrom = first.subtract({ days }).toString()
  const hourly = by === 'hour'
  const hour = (column: string) => (hourly ? sql.raw(column) : sql`null::smallint`)
  const [names, counted, before, rejected] = await Promise.all([
    eventNames(inside),
    inside.db.execute<{ day: string; hour: number | null; kind: number; source: number; n: number; late: number }>(sql`
      select day::text as day, ${hour('hour')} as hour, kind, source, sum(n)::int as n,
        coalesce(sum(n) filter (where cause = ${causes.indexOf('late')}::int), 0)::int as late
      from event_volume where day >= ${from}::date and day <= ${to}::date group by 1, 2, 3, 4`),
    inside.db.execute<{ kind: number; source: number; n: number }>(sql`
      select kind, source, sum(n)::int as n from event_volume
      where day >= ${beforeFrom}::date and day < ${from}::date group by 1, 2`),
    inside.db.execute<{ day: string; hour: number | null; n: number }>(sql`
      select l.at::date::text as day, ${hour('extract(hour from l.at)::smallint')} as hour, count(*)::int as n from (
        select r.received_at at time zone t.time_zone as at from (
          select received_at from event_rejection
          where received_at >= (${from}::date - 1)::timestamptz and received_at < (${to}::date + 2)::timestamptz
          order by tenant_id desc, received_at desc limit ${countedRejections}::int) r cross join tenant t) l
      group by 1, 2`),
  ])
  const named = <Row extends { kind: number; source: number }>(row: Row) => ({
    ...row,
    kind: names.kind(row.kind),
    source: names.source(row.source),
  })
  const hours = hourly ? Array.from({ length: 24 }, (_, at) => at) : [null]
  const places = Array.from({ length: days }, (_, i) => first.add({ days: i }).toString()).flatMap((day) =>
    hours.map((at) => ({ day, hour: at })),
  )
  return volumeOf({
    places,
    counted: counted.map(named),
    before: before.map(named),
    rejected: [...rejected],
    rejectedAtLeast: rejected.reduce((sum, { n }) => sum + n, 0) >= countedRejections,
  })
}
