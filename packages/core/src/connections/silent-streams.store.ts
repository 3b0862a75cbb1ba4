import { sql, type Inside } from '@throughline/db'

const hourMs = 3_600_000
/** Silence begins after two days; before that, so many of 28 days had to have new rows: one that rests on weekends never does. */
const silentHours = 48
const usualDays = { of: 28, least: 26 }

export interface SilentStream {
  connectionId: string
  name: string
  stream: string
  days: number
  hours: number
}

/** Streams that are read, always had new rows, and have none any more; neither did their connection have deliveries. */
export async function silentStreams({ db }: Pick<Inside, 'db'>, now: Date): Promise<SilentStream[]> {
  const since = new Date(now.getTime() - silentHours * hourMs).toISOString()
  const from = new Date(now.getTime() - (silentHours + usualDays.of * 24) * hourMs).toISOString()
  const rows = await db.execute<{ connection_id: string; name: string; stream: string; days: number }>(sql`
    select c.connection_id, c.name, r.stream, r.days from connection c join (
      select connection_id, stream,
        count(distinct date_trunc('day', started_at)) filter (where fresh > 0 and started_at < ${since}::timestamptz)::int as days,
        count(*) filter (where state = 'done' and started_at >= ${since}::timestamptz) as lately,
        coalesce(sum(fresh + changed) filter (where started_at >= ${since}::timestamptz), 0) as fresh
      from sync_run where started_at >= ${from}::timestamptz and trigger <> 'backfill' group by 1, 2) r using (connection_id)
    where c.archived_at is null and c.state = 'active' and r.days >= ${usualDays.least}::int and r.lately > 0 and r.fresh = 0
      and not exists (select 1 from inbox i where i.connection_id = c.connection_id and i.received_at >= ${since}::timestamptz)
    order by 2, 3`)
  return [...rows].map(({ connection_id: connectionId, ...row }) => ({ connectionId, ...row, hours: silentHours }))
}
