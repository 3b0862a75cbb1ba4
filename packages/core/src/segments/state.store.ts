import type { Day, Instant } from '@throughline/canonical'
import { instantOf, sql, type Inside } from '@throughline/db'
import { eventTypes } from '@throughline/canonical/event'
import { packMembers, unpackMembers } from './members.ts'
import { segmentFact } from './definitions.store.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>

/** Where a segment stands: who is in it, as known at a batch, of a day. */
export interface SegmentState {
  segmentId: string
  version: number
  /** A digest of its rule with all that it refers to. */
  ruleKey: string
  batch: number
  day: Day
  computedAt: Instant
  size: number
  /** Everybody who ever gave, as known at the batch; null where it was not noted yet. */
  people: number | null
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

/** Every segment that was worked out. */
export async function readStates({ db }: Pick<Inside, 'db'>): Promise<Map<string, SegmentState>> {
  const rows = await db.execute<{
    segment_id: string
    version: number
    rule_key: string
    batch: string
    day: string
    computed_at: string
    size: number
    people: number | null
  }>(sql`select segment_id, version, rule_key, batch, day::text as day, computed_at, size, people from segment_state`)
  return new Map(
    rows.map((row) => [
      row.segment_id,
      {
        ...{ segmentId: row.segment_id, version: row.version, ruleKey: row.rule_key, batch: Number(row.batch) },
        ...{ day: row.day, computedAt: instantOf(row.computed_at), size: row.size },
        people: row.people,
      },
    ]),
  )
}

/** Who is in a segment as last worked out, and of whom events have told so; undefined where it never was. */
export async function keptMembers(
  { db }: Pick<Inside, 'db'>,
  segmentId: string,
): Promise<{ members: Int32Array; told: Int32Array } | undefined> {
  const [row] = await db.execute<{ members: Uint8Array; told: Uint8Array }>(
    sql`select members, told from segment_state where segment_id = ${segmentId}`,
  )
  return row && { members: unpackMembers(row.members), told: unpackMembers(row.told) }
}

/** Writes who is in a segment now. Of one that is worked out for the first time, and `quietly`, nobody is told. */
export async function writeState(
  { db, tenantId }: Writing,
  { segmentId, version, ruleKey, batch, day, computedAt, size, people }: SegmentState,
  members: Int32Array,
  changed: { entered: number; gone: number },
  { quietly }: { quietly: boolean },
): Promise<void> {
  const packed = base64(packMembers(members))
  await db.execute(sql`
    insert into segment_state (tenant_id, segment_id, version, rule_key, batch, day, computed_at, size, members, told, people)
    values (${tenantId}, ${segmentId}, ${version}::int, ${ruleKey}, ${batch}::bigint, ${day}::date, ${computedAt}::timestamptz, ${size}::int,
      decode(${packed}, 'base64'), decode(${packed}, 'base64'), ${people}::int)
    on conflict (tenant_id, segment_id) do update set version = excluded.version, rule_key = excluded.rule_key, batch = excluded.batch,
      day = excluded.day, computed_at = excluded.computed_at, size = excluded.size, members = excluded.members,
      people = excluded.people
      ${quietly ? sql`, told = excluded.told` : sql``}`)
  await db.execute(sql`
    insert into segment_day (tenant_id, segment_id, day, version, batch, size, entered, gone)
    values (${tenantId}, ${segmentId}, ${day}::date, ${version}::int, ${batch}::bigint, ${size}::int, ${changed.entered}::int, ${changed.gone}::int)
    on conflict (tenant_id, segment_id, day) do update set version = excluded.version, batch = excluded.batch, size = excluded.size,
      entered = segment_day.entered + excluded.entered, gone = segment_day.gone + excluded.gone`)
}

/** What is kept is as known at a later batch too: nothing that it is made of has changed. */
export async function moveStates({ db }: Writing, batch: number): Promise<void> {
  await db.execute(sql`update segment_state set batch = ${batch}::bigint where batch < ${batch}::bigint`)
}

/** A segment of which events have not told everything. */
export async function untold({ db }: Pick<Inside, 'db'>): Promise<string | undefined> {
  const [row] = await db.execute<{ segment_id: string }>(
    sql`select segment_id from segment_state where told <> members order by segment_id limit 1`,
  )
  return row?.segment_id
}

export async function writeTold({ db }: Writing, segmentId: string, told: Int32Array): Promise<void> {
  await db.execute(sql`
    update segment_state set told = decode(${base64(packMembers(told))}, 'base64') where segment_id = ${segmentId}`)
}

/** One that is archived is worked out no more; what it was is in its days. */
export async function dropStates({ db }: Writing, segmentIds: readonly string[]): Promise<void> {
  if (segmentIds.length === 0) return
  await db.execute(sql`
    delete from segment_state where segment_id = any(array(select jsonb_array_elements_text(${JSON.stringify(segmentIds)}::text::jsonb)))`)
}

/** Sizes of the last so many days that are kept, oldest first. */
export async function readDays(
  { db }: Pick<Inside, 'db'>,
  most: number,
): Promise<Map<string, { day: Day; size: number; entered: number; gone: number; version: number }[]>> {
  const rows = await db.execute<{
    segment_id: string
    day: string
    size: number
    entered: number
    gone: number
    version: number
  }>(sql`
    select segment_id, day::text as day, size, entered, gone, version from (
      select *, row_number() over (partition by segment_id order by day desc) as back from segment_day) d
    where back <= ${most}::int order by segment_id, day`)
  return Map.groupBy(
    rows.map(({ segment_id, ...row }) => ({ segmentId: segment_id, ...row })),
    ({ segmentId }) => segmentId,
  )
}

/** Kinds of facts that rules are answered from. */
const kinds = ['conversion', 'refund', 'contact_link', 'time_zone', segmentFact]

/** Whether anything that rules are answered from was written after one batch up to another. What segments themselves tell is nothing new. */
export async function isNewsBetween(
  { db }: Pick<Inside, 'db'>,
  { after, upTo }: { after: number; upTo: number },
  { events }: { events: boolean },
): Promise<boolean> {
  const within = sql`batch > ${after}::bigint and batch <= ${upTo}::bigint`
  const [row] = await db.execute<{ news: boolean }>(sql`
    select exists (select 1 from fact where ${within} and kind = any(${`{${kinds.join(',')}}`}::text[]))
      ${events ? sql`or exists (select 1 from event where ${within} and contact_no > 0 and kind <> ${eventTypes.user_segmented.code}::smallint)` : sql``} as news`)
  return row?.news ?? false
}

/** Whether history is being read or restated, or was since an instant: what that changes is nothing that people did. */
export async function isHistorySince({ db }: Pick<Inside, 'db'>, instant: Instant): Promise<boolean> {
  const [row] = await db.execute<{ moving: boolean }>(sql`
    select exists (select 1 from work where kind in ('backfill', 'reprocess', 'import-events', 'change-zone')
      and (state in ('queued', 'running') or finished_at >= ${instant}::timestamptz)) as moving`)
  return row?.moving ?? false
}

/** Those of these contacts that were erased: nobody is told of them. */
export async function erasedAmong({ db }: Pick<Inside, 'db'>, contactNos: readonly number[]): Promise<Set<number>> {
  const rows = await db.execute<{ contact_no: number }>(sql`
    select contact_no from contact where contact_no = any(${`{${contactNos.join(',')}}`}::int[]) and erased_at is not null`)
  return new Set(rows.map((row) => row.contact_no))
}

/** One at a time works out a tenant's segments; whoever writes facts is not held up. */
export async function alone({ db, tenantId }: Writing): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`segments:${tenantId}`}, 0))`)
}

/** The currency that the tenant reports in. */
export async function tenantMoney({ db }: Pick<Inside, 'db'>): Promise<string> {
  const [row] = await db.execute<{ currency: string }>(sql`select currency from tenant`)
  return row?.currency ?? ''
}
