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
  /** Of the newest. */
  reason: string
  /** How many; of a very large group, at least so many. */
  n: number
  more: boolean
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

/** Beyond this many a group is not counted on: its page is to come however many there are. */
const countedInGroup = 100_000
const mostGroups = 200

const instant = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

/**
 * Open rejections by cause, the most frequent first. It steps from group to group along the index, so that ten groups of a million
 * cost ten steps and ten bounded counts.
 */
export async function rejectionGroups({ db }: Pick<Inside, 'db'>): Promise<RejectionGroup[]> {
  const inGroup = sql`r.state = 'open' and r.code = g.code and r.field = g.field and r.type = g.type and r.source = g.source`
  const first = sql`order by r.tenant_id, r.state, r.code, r.field, r.type, r.source limit 1`
  const rows = await db.execute<RejectionGroup & Record<string, unknown>>(sql`
    with recursive step as (
      (select r.code, r.field, r.type, r.source, 1 as place from event_rejection r where r.state = 'open' ${first})
      union all
      select n.code, n.field, n.type, n.source, g.place + 1 from step g cross join lateral (
        select r.code, r.field, r.type, r.source from event_rejection r
        where r.state = 'open' and (r.code, r.field, r.type, r.source) > (g.code, g.field, g.type, g.source) ${first}) n
      where g.place < ${mostGroups}::int)
    select g.code, g.field, g.type, g.source, l.reason, least(c.n, ${countedInGroup}::int) as n, c.n > ${countedInGroup}::int as more,
      ${instant('f.received_at')} as "firstAt", ${instant('l.received_at')} as "lastAt"
    from step g
    cross join lateral (select count(*)::int as n from (
      select 1 from event_rejection r where ${inGroup} limit ${countedInGroup + 1}::int) x) c
    cross join lateral (select r.received_at from event_rejection r where ${inGroup}
      order by r.tenant_id, r.received_at limit 1) f
    cross join lateral (select r.received_at, r.reason from event_rejection r where ${inGroup}
      order by r.tenant_id desc, r.received_at desc limit 1) l
    order by c.n desc, g.place`)
  return [...rows]
}

export interface OpenRejection {
  id: string
  receivedAt: string
  skewMs: number
  body: Uint8Array
  /** It came by an import, which may tell of any past. */
  imported: boolean
}

/** Open rejections of a group, the oldest first, after one of them. */
export async function openRejections(
  { db }: Pick<Inside, 'db'>,
  { code, field, type, source }: GroupName,
  { limit, after }: { limit: number; after?: { receivedAt: string; id: string } | undefined },
): Promise<OpenRejection[]> {
  const later = after
    ? sql`received_at >= ${after.receivedAt}::timestamptz and (received_at > ${after.receivedAt}::timestamptz or id > ${after.id}::uuid)`
    : sql`true`
  const rows = await db.execute<{ id: string; at: string; skew_ms: string; body: Uint8Array; imported: boolean }>(sql`
    select id, ${instant('received_at')} as at, skew_ms, body, import_id is not null as imported from event_rejection
    where state = 'open' and code = ${code} and field = ${field} and type = ${type} and source = ${source} and ${later}
    order by received_at, id limit ${limit}::int`)
  return rows.map(({ id, at, skew_ms, body, imported }) => ({
    ...{ id, receivedAt: at, skewMs: Number(skew_ms), body, imported },
  }))
}

/** Those of them that are still open, held until the transaction ends: whoever comes second finds them settled. */
export async function holdOpen({ db }: Pick<Inside, 'db'>, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.execute<{ id: string }>(sql`
    select id from event_rejection where id = any (${`{${ids.join(',')}}`}::uuid[]) and state = 'open' order by id for update`)
  return new Set(rows.map(({ id }) => id))
}

/** Marks rejections as sent in again. */
export async function settleRejections({ db }: Pick<Inside, 'db'>, ids: readonly string[], now: Date): Promise<void> {
  await db.execute(sql`update event_rejection set state = 'replayed', settled_at = ${now.toISOString()}::timestamptz
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
