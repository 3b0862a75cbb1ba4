import { sql, type Inside, type SQL } from '@throughline/db'
import { eventNames } from '../../events/event-names.store.ts'
import { toldByOthers } from '../sources/told-by-others.store.ts'
import { serviceLevels, type EventClass, type Lags } from './service-levels.ts'

/** What one class of one source took, in one window. */
export interface SourceLags extends Lags {
  class: EventClass
  source: string
}
interface Row extends Record<string, unknown> {
  class: EventClass
  source: string
  n: string
  over_target: string
  over_acceptable: string
  over_grace: string
  p95: number
  p99: number
}
type Reading = Pick<Inside, 'db'>

/** Batches that are looked at in one window: all, or so many spread evenly over it. */
const sampled = 300

/** Numbers of kinds of events by class; a tenant's own kinds are behaviour. */
const classOfKind = sql`case when e.kind <= 5 then 'campaign' when e.kind <= 9 or e.kind >= 1000 then 'behaviour'
  when e.kind <= 15 then 'marketer' else 'system' end`
const classOfFact = sql`case when f.kind in ('conversion', 'refund') then 'behaviour' else 'campaign' end`

const seconds = (name: 'target' | 'acceptable' | 'grace'): SQL =>
  sql`case class ${sql.join(
    Object.entries(serviceLevels).map(([of, level]) => sql`when ${of} then ${level[name]}::int`),
    sql` `,
  )} end`

/** Batches written by these, in the window, thinned evenly. */
const batchesOf = (origins: readonly string[], from: Date, to: Date): SQL => sql`
  select batch, recorded_at, origin_id from (
    select b.*, row_number() over (order by batch) as at, count(*) over () as of from batch b
    where recorded_at >= ${from.toISOString()}::timestamptz and recorded_at < ${to.toISOString()}::timestamptz
      and origin = any(${`{${origins.join(',')}}`}::text[])) numbered
  where of <= ${sampled}::int or at % ((of + ${sampled}::int - 1) / ${sampled}::int) = 0`

const summed = (lags: SQL): SQL => sql`
  select class, source, count(*) as n,
    count(*) filter (where lag > ${seconds('target')}) as over_target,
    count(*) filter (where lag > ${seconds('acceptable')}) as over_acceptable,
    count(*) filter (where lag > ${seconds('grace')}) as over_grace,
    percentile_disc(0.95) within group (order by lag) as p95, percentile_disc(0.99) within group (order by lag) as p99
  from (${lags}) l group by 1, 2`

const lagsOf = ({ class: of, source, ...row }: Row): SourceLags => ({
  ...{ class: of, source, n: Number(row.n), overTarget: Number(row.over_target) },
  ...{ overAcceptable: Number(row.over_acceptable), overGrace: Number(row.over_grace) },
  ...{ p95: Number(row.p95), p99: Number(row.p99) },
})

const lagsOfEvents = (from: Date, to: Date): SQL => sql`
  select ${classOfKind} as class, e.source::text as source,
    greatest(0, extract(epoch from e.recorded_at - e.happened_at)::float8) as lag
  from (${batchesOf(['events'], from, to)}) b join event e on e.batch = b.batch where e.cause < 2 and ${toldByOthers('e')}`

const lagsOfRecords = (from: Date, to: Date): SQL => sql`
  select ${classOfFact} as class, f.source, greatest(0, extract(epoch from b.recorded_at - f.happened_at)::float8) as lag
  from (${batchesOf(['inbox', 'read'], from, to)}) b
  join fact f on f.batch = b.batch and f.version = 1 and f.kind in ('conversion', 'refund', 'touchpoint', 'message', 'call')
  join (select connector, min(created_at) as since from connection group by 1) c on c.connector = f.source
  where f.happened_at >= c.since and (b.origin_id is null
    or not exists (select 1 from sync_run r where r.run_id = b.origin_id and r.trigger = 'backfill'))`

/** Events: from when each happened until it was recorded, by class and source. Imports of the past are left out. */
export async function eventLags({ db }: Reading, from: Date, to: Date): Promise<SourceLags[]> {
  const [names, rows] = await Promise.all([eventNames({ db }), db.execute<Row>(summed(lagsOfEvents(from, to)))])
  return rows.map((row) => lagsOf({ ...row, source: `events:${names.source(Number(row.source))}` }))
}

/**
 * Gifts, refunds, texts and calls of connections: from when each happened until it was first recorded. History is left out, and so is
 * what happened before there was a connection; a report by the day has no minute to be measured by.
 */
export async function recordLags({ db }: Reading, from: Date, to: Date): Promise<SourceLags[]> {
  const rows = await db.execute<Row>(summed(lagsOfRecords(from, to)))
  return rows.map((row) => lagsOf({ ...row, source: `records:${row.source}` }))
}

/** Of everything that came in the span: how many were looked at, and within how many seconds 95 in 100 of them were here. */
export async function lagPercentile({ db }: Reading, from: Date, to: Date): Promise<{ n: number; p95: number | null }> {
  const [row] = await db.execute<{ n: string; p95: number | null }>(sql`
    select count(*) as n, percentile_disc(0.95) within group (order by lag) as p95
    from (${lagsOfEvents(from, to)} union all ${lagsOfRecords(from, to)}) l`)
  return { n: Number(row?.n ?? 0), p95: row?.p95 ?? null }
}

/** Seconds for which the oldest batch of records has waited to be in journeys and credit; 0 where none waits. */
export async function metricsBehind({ db }: Reading, now: Date): Promise<number> {
  const [row] = await db.execute<{ seconds: number | null }>(sql`
    select extract(epoch from ${now.toISOString()}::timestamptz - min(b.recorded_at))::float8 as seconds
    from batch b where b.batch > coalesce((select batch from attribution_head), 0) and b.facts > 0
      and b.origin in ('inbox', 'read', 'reprocess', 'settings', 'contacts')`)
  return Math.max(0, row?.seconds ?? 0)
}
