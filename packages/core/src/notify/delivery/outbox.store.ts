import { instantOf, sql, type Inside } from '@throughline/db'
import type { Severity } from '../alert-rule.ts'
import type { Told } from './message.ts'

/** One thing that waits to be told. */
export interface DueDelivery {
  alertId: string
  eventNo: number
  channelId: string
  kind: Told
  /** With the one that is about to be made. */
  tries: number
  rule: string
  severity: Severity
  say: Record<string, string | number>
  at: string
}

/** For how long one that was taken is left to whoever took it. */
const leaseMs = 2 * 60_000

/** Waits, and for no earlier word on its alert. */
const isNext = sql`d.state = 'queued' and not exists (select 1 from alert_delivery b
  where b.alert_id = d.alert_id and b.channel_id = d.channel_id and b.state = 'queued' and b.event_no < d.event_no)`

/**
 * Takes what is due, and moves it ahead, so that a process that dies loses none and two take none twice. Words on one alert leave in
 * their order: a later one waits for those before it.
 */
export async function takeDue({ db }: Pick<Inside, 'db'>, now: Date, limit: number): Promise<DueDelivery[]> {
  const at = now.toISOString()
  const rows = await db.execute<{
    alert_id: string
    event_no: number
    channel_id: string
    kind: Told
    attempts: number
    rule: string
    severity: Severity
    say: Record<string, string | number>
    created_at: string
  }>(sql`
    with due as (
      select alert_id, event_no, channel_id from alert_delivery d where ${isNext} and due_at <= ${at}::timestamptz
      order by due_at, alert_id, event_no limit ${limit}::int for update skip locked)
    update alert_delivery t set attempts = t.attempts + 1, due_at = ${new Date(now.getTime() + leaseMs).toISOString()}::timestamptz
    from due, alert a
    where t.alert_id = due.alert_id and t.event_no = due.event_no and t.channel_id = due.channel_id and a.alert_id = t.alert_id
    returning t.alert_id, t.event_no, t.channel_id, t.kind, t.attempts, a.rule, a.severity, a.say, t.created_at`)
  return [...rows]
    .map((row) => ({
      ...{ alertId: row.alert_id, eventNo: row.event_no, channelId: row.channel_id, kind: row.kind },
      ...{ tries: row.attempts, rule: row.rule, severity: row.severity, say: row.say, at: instantOf(row.created_at) },
    }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.eventNo - b.eventNo))
}

type Key = Pick<DueDelivery, 'alertId' | 'eventNo' | 'channelId'>

const of = ({ alertId, eventNo, channelId }: Key) =>
  sql`alert_id = ${alertId}::uuid and event_no = ${eventNo}::int and channel_id = ${channelId}::uuid and state = 'queued'`

/** @returns whether it still waited: what was taken back meanwhile stays so */
export async function closeDelivery(
  { db }: Pick<Inside, 'db'>,
  key: Key,
  end: { state: 'sent' | 'failed' | 'needless'; why: string | null; now: Date },
): Promise<boolean> {
  const rows = await db.execute(sql`
    update alert_delivery set state = ${end.state}, why = ${end.why}, settled_at = ${end.now.toISOString()}::timestamptz
    where ${of(key)} returning 1`)
  return rows.length > 0
}

export async function putOff({ db }: Pick<Inside, 'db'>, key: Key, at: Date, why: string): Promise<void> {
  await db.execute(
    sql`update alert_delivery set due_at = ${at.toISOString()}::timestamptz, why = ${why} where ${of(key)}`,
  )
}

/** Gives back what was taken and not tried. */
export async function release({ db }: Pick<Inside, 'db'>, taken: readonly Key[], now: Date): Promise<void> {
  for (const key of taken)
    await db.execute(sql`
      update alert_delivery set due_at = ${now.toISOString()}::timestamptz, attempts = attempts - 1 where ${of(key)}`)
}

/** When the next one can be taken; undefined where none waits. */
export async function nextDelivery({ db }: Pick<Inside, 'db'>): Promise<Date | undefined> {
  const [row] = await db.execute<{ at: string | null }>(
    sql`select min(d.due_at) as at from alert_delivery d where ${isNext}`,
  )
  return row?.at ? new Date(instantOf(row.at)) : undefined
}

/**
 * Forgets what was settled before, at most `limit`, of alerts that are over: of one that lasts, its end is told to those that heard of
 * its beginning. @returns how many
 */
export async function forgetTold({ db }: Pick<Inside, 'db'>, before: Date, limit: number): Promise<number> {
  const rows = await db.execute(sql`
    delete from alert_delivery where (alert_id, event_no, channel_id) in (
      select d.alert_id, d.event_no, d.channel_id from alert_delivery d join alert a using (alert_id)
      where a.state = 'resolved' and d.state <> 'queued' and d.settled_at < ${before.toISOString()}::timestamptz limit ${limit}::int)
    returning 1`)
  return rows.length
}

/** A delivery as its channel's page and its alert's story show it. */
export interface DeliveryRow extends Key {
  kind: Told
  state: 'queued' | 'sent' | 'failed' | 'needless'
  attempts: number
  dueAt: string
  why: string | null
  createdAt: string
  settledAt: string | null
}

/** The newest deliveries; of one alert where one is named. */
export async function recentDeliveries(
  { db }: Pick<Inside, 'db'>,
  { alertId, limit }: { alertId?: string; limit: number },
): Promise<DeliveryRow[]> {
  const rows = await db.execute<
    Record<string, unknown> & { due_at: string; created_at: string; settled_at: string | null }
  >(sql`
    select alert_id as "alertId", event_no as "eventNo", channel_id as "channelId", kind, state, attempts, why, due_at, created_at, settled_at
    from alert_delivery ${alertId === undefined ? sql`` : sql`where alert_id = ${alertId}::uuid`}
    order by created_at desc, alert_id, event_no desc, channel_id limit ${limit}::int`)
  return [...rows].map(({ due_at, created_at, settled_at, ...row }) => ({
    ...(row as unknown as Omit<DeliveryRow, 'dueAt' | 'createdAt' | 'settledAt'>),
    ...{ dueAt: instantOf(due_at), createdAt: instantOf(created_at) },
    settledAt: settled_at === null ? null : instantOf(settled_at),
  }))
}
