import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'

type Reading = Pick<Inside, 'db'>
export interface Span {
  /** Instants [from, to). */
  from: Date
  to: Date
}
const within = (column: string, { from, to }: Span) =>
  sql`${sql.raw(column)} >= ${from.toISOString()}::timestamptz and ${sql.raw(column)} < ${to.toISOString()}::timestamptz`

/** What reading and deliveries brought a connection, history left out. */
export interface ConnectionRows {
  looked: number
  aside: { missing: number; shape: number }
  deliveries: number
}

/** Rows that were looked at, and those that were set aside, by whether a field was missing or had no such shape. */
export async function connectionRows({ db }: Reading, span: Span): Promise<Map<string, ConnectionRows>> {
  const rows = await db.execute<{
    connection_id: string
    read: string
    deliveries: string
    missing: string
    shape: string
  }>(sql`
    select c.connection_id, coalesce(r.n, 0) as read, coalesce(i.n, 0) as deliveries, coalesce(q.missing, 0) as missing,
      coalesce(q.shape, 0) as shape
    from connection c
    left join (select connection_id, sum(read) as n from sync_run
      where ${within('started_at', span)} and trigger <> 'backfill' group by 1) r using (connection_id)
    left join (select connection_id, count(*) as n from inbox where ${within('received_at', span)} group by 1) i using (connection_id)
    left join (select connection_id, count(*) filter (where lacks) as missing, count(*) filter (where not lacks) as shape
      from (select connection_id, exists (select 1 from jsonb_array_elements(issues) issue
          where issue ->> 'message' ~* '(received undefined|received null|required|missing)') as lacks
        from quarantine where ${within('received_at', span)}) each group by 1) q using (connection_id)
    where c.archived_at is null`)
  return new Map(
    rows.map((row) => [
      row.connection_id,
      {
        looked: Number(row.read) + Number(row.deliveries),
        deliveries: Number(row.deliveries),
        aside: { missing: Number(row.missing), shape: Number(row.shape) },
      },
    ]),
  )
}

/** New rows and deliveries by day of the tenant, history left out: what a source usually brings. Deliveries are kept 35 days. */
export async function arrivalsByDay({ db }: Reading, span: Span): Promise<Map<string, Map<Day, number>>> {
  const rows = await db.execute<{ connection_id: string; day: string; n: string }>(sql`
    select connection_id, day::text as day, sum(n) as n from (
      select connection_id, (started_at at time zone t.time_zone)::date as day, fresh::bigint as n
      from sync_run cross join (select time_zone from tenant) t
      where ${within('started_at', span)} and trigger <> 'backfill' and fresh > 0
      union all
      select connection_id, (received_at at time zone t.time_zone)::date as day, 1::bigint as n
      from inbox cross join (select time_zone from tenant) t where ${within('received_at', span)}) each
    group by 1, 2`)
  const found = new Map<string, Map<Day, number>>()
  for (const { connection_id: id, day, n } of rows) {
    const days = found.get(id) ?? new Map<Day, number>()
    found.set(id, days.set(day, Number(n)))
  }
  return found
}

/** Of streams that the source counts by day: what is here on days of the range. */
export async function countedInRange(
  { db }: Reading,
  { connectionId, streams, from, to }: { connectionId: string; streams: readonly string[]; from: Day; to: Day },
): Promise<number> {
  if (streams.length === 0) return 0
  const [row] = await db.execute<{ n: string }>(sql`
    select count(*) as n from source_record where connection_id = ${connectionId}::uuid and foreign_reason is null and not gone
      and stream = any(${`{${streams.map((stream) => JSON.stringify(stream)).join(',')}}`}::text[])
      and tally_day >= ${from}::date and tally_day <= ${to}::date`)
  return Number(row?.n ?? 0)
}

/** Kinds of records that happen at a moment or on a day, and so can come late. */
const dated = ['conversion', 'refund', 'touchpoint', 'message', 'call', 'spend'] as const

/**
 * Of records first known in the span, by connector: how many had happened more than a day before. History that was asked for, and
 * what happened before the connection was made, is not late. A day's report counts from the day's end.
 */
export async function lateRecords({ db }: Reading, span: Span): Promise<Map<string, { late: number; of: number }>> {
  const rows = await db.execute<{ source: string; late: string; of: string }>(sql`
    select f.source, count(*) as of, count(*) filter (
      where b.recorded_at - f.happened_at > case when f.kind = 'spend' then interval '48 hours' else interval '24 hours' end) as late
    from batch b
    join fact f on f.batch = b.batch and f.version = 1
    join (select connector, min(created_at) as since from connection group by 1) c on c.connector = f.source
    where ${within('b.recorded_at', span)} and b.origin in ('inbox', 'read')
      and f.kind = any(${`{${dated.join(',')}}`}::text[]) and f.happened_at >= c.since
      and (b.origin_id is null or not exists (select 1 from sync_run r where r.run_id = b.origin_id and r.trigger = 'backfill'))
    group by 1`)
  return new Map(rows.map(({ source, late, of }) => [source, { late: Number(late), of: Number(of) }]))
}
