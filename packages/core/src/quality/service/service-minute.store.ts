import { instantOf, sql, type Inside } from '@throughline/db'
import type { ServiceMinute } from './service-meter.ts'

/** Adds to what is known of these minutes. */
export async function addServiceMinutes(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  minutes: readonly ServiceMinute[],
): Promise<void> {
  if (minutes.length === 0) return
  await db.execute(sql`
    insert into service_minute as m (tenant_id, minute, face, calls, failed, slow, busy_us, cpu_us, bytes)
    select ${tenantId}::uuid, minute, face, sum(calls), sum(failed), sum(slow), sum("busyUs"), sum("cpuUs"), sum(bytes)
    from json_to_recordset(${JSON.stringify(minutes)}::text::json) as r(minute timestamptz, face text, calls int, failed int, slow int,
      "busyUs" bigint, "cpuUs" bigint, bytes bigint)
    group by minute, face order by minute, face
    on conflict (tenant_id, minute, face) do update set calls = m.calls + excluded.calls, failed = m.failed + excluded.failed,
      slow = m.slow + excluded.slow, busy_us = m.busy_us + excluded.busy_us, cpu_us = m.cpu_us + excluded.cpu_us,
      bytes = m.bytes + excluded.bytes`)
}

/** What answering came to; nothing asked is nothing known, never 100 %. */
export interface ServiceSums {
  calls: number
  failed: number
  slow: number
  busyUs: number
  cpuUs: number
  bytes: number
}

interface Row extends Record<string, unknown> {
  day: string
  calls: string
  failed: string
  slow: string
  busy_us: string
  cpu_us: string
  bytes: string
}
const sumsOf = (row: Row): ServiceSums => ({
  calls: Number(row.calls),
  failed: Number(row.failed),
  slow: Number(row.slow),
  busyUs: Number(row.busy_us),
  cpuUs: Number(row.cpu_us),
  bytes: Number(row.bytes),
})
const columns = sql`coalesce(sum(calls), 0) as calls, coalesce(sum(failed), 0) as failed, coalesce(sum(slow), 0) as slow,
  coalesce(sum(busy_us), 0) as busy_us, coalesce(sum(cpu_us), 0) as cpu_us, coalesce(sum(bytes), 0) as bytes`

/** Of all minutes from one instant until another. */
export async function serviceSums({ db }: Pick<Inside, 'db'>, from: Date, to: Date): Promise<ServiceSums> {
  const [row] = await db.execute<Row>(sql`
    select ${columns} from service_minute
    where minute >= ${from.toISOString()}::timestamptz and minute < ${to.toISOString()}::timestamptz`)
  return row ? sumsOf(row) : { calls: 0, failed: 0, slow: 0, busyUs: 0, cpuUs: 0, bytes: 0 }
}

/** By day of the tenant, days of the range [from, to] alone on which something was asked. */
export async function serviceByDay(
  { db }: Pick<Inside, 'db'>,
  { from, to }: { from: string; to: string },
): Promise<(ServiceSums & { day: string })[]> {
  const rows = await db.execute<Row>(sql`
    select (minute at time zone t.time_zone)::date::text as day, ${columns} from service_minute cross join
      (select time_zone from tenant) t
    where minute >= (${from}::date)::timestamp at time zone t.time_zone
      and minute < (${to}::date + 1)::timestamp at time zone t.time_zone
    group by 1 order by 1`)
  return rows.map((row) => ({ day: row.day, ...sumsOf(row) }))
}

/** Minutes in which the service itself failed something, the latest first: what happened when. */
export async function failedMinutes(
  { db }: Pick<Inside, 'db'>,
  from: Date,
  limit = 20,
): Promise<{ minute: string; failed: number; calls: number }[]> {
  const rows = await db.execute<{ minute: string; failed: string; calls: string }>(sql`
    select minute, sum(failed) as failed, sum(calls) as calls from service_minute
    where minute >= ${from.toISOString()}::timestamptz group by minute having sum(failed) > 0
    order by minute desc limit ${limit}::int`)
  return rows.map((row) => ({ minute: instantOf(row.minute), failed: Number(row.failed), calls: Number(row.calls) }))
}

/** @returns how many minutes went */
export async function forgetServiceMinutes({ db }: Pick<Inside, 'db'>, before: Date, limit: number): Promise<number> {
  const gone = await db.execute(sql`
    delete from service_minute where (tenant_id, minute, face) in (select tenant_id, minute, face from service_minute
      where minute < ${before.toISOString()}::timestamptz order by tenant_id, minute limit ${limit}::int) returning 1`)
  return gone.length
}

export { authenticateJob as jobOf } from '@throughline/db'
