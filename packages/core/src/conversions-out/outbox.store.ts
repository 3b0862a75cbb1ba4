import { instantOf, sql, type Inside, type SQL } from '@throughline/db'
import type { OutState } from './conversions-out.ts'

/** One conversion in the outbox. */
export interface OutRow {
  source: string
  key: string
  happenedAt: string
}

/** What makes a fact one to be told: an approved gift or order of a person. */
const isConversion: SQL = sql`kind = 'conversion' and not withdrawn and value ->> 'status' = 'approved'
  and value ->> 'type' in ('donation', 'order')`

/** Puts what was recorded after one batch, up to another, and happened since, into the outbox: each once, for ever. */
export async function chooseConversions(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  of: { connectionId: string; since: string; after: number; upTo: number; now: Date },
): Promise<void> {
  await db.execute(sql`
    insert into conversion_out (tenant_id, connection_id, source, source_key, contact_no, happened_at, batch, state, chosen_at)
    select distinct on (source, source_key) ${tenantId}, ${of.connectionId}::uuid, source, source_key, contact_no, happened_at, batch,
      'queued', ${of.now.toISOString()}::timestamptz
    from fact where batch > ${of.after}::bigint and batch <= ${of.upTo}::bigint and ${isConversion}
      and happened_at >= ${of.since}::timestamptz
    order by source, source_key, version
    on conflict do nothing`)
}

const rowOf = (row: { source: string; source_key: string; happened_at: string }): OutRow => ({
  source: row.source,
  key: row.source_key,
  happenedAt: instantOf(row.happened_at),
})

/** The oldest that wait, held until the transaction ends. */
export async function queuedConversions(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  limit: number,
): Promise<OutRow[]> {
  const rows = await db.execute<{ source: string; source_key: string; happened_at: string }>(sql`
    select source, source_key, happened_at from conversion_out
    where connection_id = ${connectionId}::uuid and state = 'queued' order by happened_at, source, source_key limit ${limit}::int for update`)
  return rows.map(rowOf)
}

/** Those that an action sends, and has not settled. */
export async function conversionsOfAction({ db }: Pick<Inside, 'db'>, actionId: string): Promise<OutRow[]> {
  const rows = await db.execute<{ source: string; source_key: string; happened_at: string }>(sql`
    select source, source_key, happened_at from conversion_out
    where action_id = ${actionId}::uuid and state = 'sending' order by happened_at, source, source_key`)
  return rows.map(rowOf)
}

/** The newest conversions since a moment, whether or not they were chosen: for a dry run. */
export async function newestConversions(
  { db }: Pick<Inside, 'db'>,
  { since, limit }: { since: Date; limit: number },
): Promise<OutRow[]> {
  const rows = await db.execute<{ source: string; source_key: string; happened_at: string }>(sql`
    select source, source_key, happened_at from fact f where happened_at >= ${since.toISOString()}::timestamptz and ${isConversion}
      and not exists (select 1 from fact newer where newer.kind = f.kind and newer.source = f.source
        and newer.source_key = f.source_key and newer.version > f.version offset 0)
    order by happened_at desc, source, source_key limit ${limit}::int`)
  return rows.map(rowOf)
}

/** What is to become of conversions of the outbox, by the key of each. */
export interface OutChange {
  state: OutState
  why?: string | null
  actionId?: string | null
  now: Date
}

export async function moveConversions(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  rows: readonly Pick<OutRow, 'source' | 'key'>[],
  { state, why = null, actionId, now }: OutChange,
): Promise<void> {
  if (rows.length === 0) return
  const settled = state === 'queued' || state === 'sending' ? null : now.toISOString()
  await db.execute(sql`
    update conversion_out o set state = ${state}, why = ${why}, settled_at = ${settled}::timestamptz
      ${actionId === undefined ? sql`` : sql`, action_id = ${actionId}::uuid`}
    from json_to_recordset(${JSON.stringify(rows.map(({ source, key }) => ({ source, key })))}::text::json) as w (source text, key text)
    where o.connection_id = ${connectionId}::uuid and o.source = w.source and o.source_key = w.key`)
}

/** All of an action that stand in one of these states, together. */
export async function moveConversionsOf(
  { db }: Pick<Inside, 'db'>,
  actionId: string,
  from: readonly OutState[],
  { state, why = null, now }: OutChange,
): Promise<void> {
  const waits = state === 'queued'
  await db.execute(sql`
    update conversion_out set state = ${state}, why = ${why}, settled_at = ${waits ? null : now.toISOString()}::timestamptz,
      action_id = case when ${waits} then null else action_id end
    where action_id = ${actionId}::uuid and state = any(${`{${from.join(',')}}`}::text[])`)
}

/** Those that failed wait again. @returns how many */
export async function requeueFailed({ db }: Pick<Inside, 'db'>, connectionId: string): Promise<number> {
  const rows = await db.execute(sql`
    update conversion_out set state = 'queued', why = null, settled_at = null, action_id = null
    where connection_id = ${connectionId}::uuid and state = 'failed' returning 1`)
  return rows.length
}

/** Nothing that still waits, or could be tried again, is told: somebody switched it off. */
export async function refuseWaiting({ db }: Pick<Inside, 'db'>, connectionId: string, now: Date): Promise<void> {
  await db.execute(sql`
    update conversion_out set state = 'refused', why = 'switched_off', settled_at = ${now.toISOString()}::timestamptz
    where connection_id = ${connectionId}::uuid and state in ('queued', 'failed')`)
}

/** How those chosen since then stand, and why not where not; and how many were given back after they were told. */
export async function countConversions(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  since: Date,
): Promise<{ groups: { state: OutState; why: string | null; count: number }[]; givenBack: number }> {
  const recent = sql`connection_id = ${connectionId}::uuid and chosen_at >= ${since.toISOString()}::timestamptz`
  const [groups, [back]] = await Promise.all([
    db.execute<{ state: OutState; why: string | null; n: string }>(
      sql`select state, why, count(*)::text as n from conversion_out where ${recent} group by 1, 2 order by 3 desc, 2`,
    ),
    db.execute<{ n: string }>(sql`
      select count(*)::text as n from conversion_out o where ${recent} and state = 'sent' and exists (
        select 1 from fact r where r.refers_to = o.source_key and r.kind = 'refund' and r.source = o.source and not r.withdrawn)`),
  ])
  return {
    groups: groups.map(({ state, why, n }) => ({ state, why, count: Number(n) })),
    givenBack: Number(back?.n ?? 0),
  }
}
