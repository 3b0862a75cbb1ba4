import { sql, type Inside } from '@throughline/db'

type Writing = Pick<Inside, 'db' | 'tenantId'>

/** An event that was refused, sealed, with why. */
export interface SealedRejection {
  id: string
  receivedAt: string
  code: string
  field: string
  type: string
  source: string
  reason: string
  skewMs: number
  body: Uint8Array
}

/** Rejections that have one cause. */
export interface RejectionGroup {
  code: string
  field: string
  type: string
  source: string
  reason: string
  n: number
  firstAt: string
  lastAt: string
}

/** What names a group. */
export type GroupName = Pick<RejectionGroup, 'code' | 'field' | 'type' | 'source'>

export async function keepRejections({ db, tenantId }: Writing, rejections: readonly SealedRejection[]): Promise<void> {
  if (rejections.length === 0) return
  const rows = rejections.map(({ body, ...rest }) => ({ ...rest, body: Buffer.from(body).toString('base64') }))
  await db.execute(sql`
    insert into event_rejection (tenant_id, id, received_at, code, field, type, source, reason, skew_ms, state, body)
    select ${tenantId}, id, "receivedAt", code, field, type, source, reason, "skewMs", 'open', decode(body, 'base64')
    from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as x (id uuid, "receivedAt" timestamptz, code text, field text, type text, source text, reason text, "skewMs" bigint, body text)`)
}

/** Open rejections by cause, the most frequent first. */
export async function rejectionGroups({ db }: Pick<Inside, 'db'>): Promise<RejectionGroup[]> {
  const rows = await db.execute<RejectionGroup & Record<string, unknown>>(sql`
    select code, field, type, source, max(reason) as reason, count(*)::int as n,
      to_char(min(received_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "firstAt",
      to_char(max(received_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastAt"
    from event_rejection where state = 'open' group by code, field, type, source order by count(*) desc, code, field, type, source
    limit 200`)
  return [...rows]
}

/** Open rejections of a group, the oldest first, locked for whoever settles them. */
export async function openRejections(
  { db }: Pick<Inside, 'db'>,
  { code, field, type, source }: GroupName,
  limit: number,
): Promise<{ id: string; receivedAt: string; skewMs: number; body: Uint8Array }[]> {
  const rows = await db.execute<{ id: string; at: string; skew_ms: string; body: Uint8Array }>(sql`
    select id, to_char(received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, skew_ms, body from event_rejection
    where state = 'open' and code = ${code} and field = ${field} and type = ${type} and source = ${source}
    order by received_at, id limit ${limit}::int`)
  return rows.map(({ id, at, skew_ms, body }) => ({ id, receivedAt: at, skewMs: Number(skew_ms), body }))
}

/** Marks rejections as settled. */
export async function settleRejections(
  { db }: Pick<Inside, 'db'>,
  ids: readonly string[],
  state: 'replayed' | 'dismissed',
  now: Date,
): Promise<void> {
  await db.execute(sql`update event_rejection set state = ${state}, settled_at = ${now.toISOString()}::timestamptz
    where id = any (${`{${ids.join(',')}}`}::uuid[]) and state = 'open'`)
}

/** Marks a whole group as left; answers how many. */
export async function dismissGroup(
  { db }: Pick<Inside, 'db'>,
  { code, field, type, source }: GroupName,
  now: Date,
): Promise<number> {
  const rows = await db.execute(sql`
    update event_rejection set state = 'dismissed', settled_at = ${now.toISOString()}::timestamptz
    where state = 'open' and code = ${code} and field = ${field} and type = ${type} and source = ${source} returning 1`)
  return rows.length
}

/** Forgets rejections received before a moment, at most `limit`; answers how many. */
export async function forgetRejections({ db }: Pick<Inside, 'db'>, before: Date, limit: number): Promise<number> {
  const rows = await db.execute(sql`
    delete from event_rejection where id in (
      select id from event_rejection where received_at < ${before.toISOString()}::timestamptz order by received_at limit ${limit}::int)
    returning 1`)
  return rows.length
}
