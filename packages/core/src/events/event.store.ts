import { instantOf, sql, type Inside } from '@throughline/db'
import { fromOf } from './event-settings.store.ts'
import { arrayText, quotedArrayText } from './array-text.ts'
import type { WrittenEvent } from './written-event.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>

/** Where the tenant's numbering stands, under the ledger's lock, and the moment of the batch that would be next. */
export interface EventHead {
  batch: number
  contactNo: number
  timeZone: string
  currency: string
  /** Epoch milliseconds: what happened before was forgotten. */
  from: number
  /** Epoch milliseconds; a clock set back does not set recorded times back. */
  recordedAt: number
}

export async function eventHead({ db, tenantId }: Writing): Promise<EventHead> {
  const read = async () => {
    const rows = await db.execute<{
      batch: string
      contact_no: number
      time_zone: string
      currency: string
      events_from: string | null
      at: string
    }>(sql`
      select h.batch, h.contact_no, t.time_zone, t.currency, t.events_from::text as events_from, greatest(date_trunc('milliseconds', clock_timestamp()),
        (select b.recorded_at from batch b where b.batch = h.batch)) as at
      from ledger_head h join tenant t using (tenant_id)`)
    return rows[0]
  }
  let row = await read()
  if (!row) {
    await db.execute(
      sql`insert into ledger_head (tenant_id, batch, contact_no) values (${tenantId}, 0, 0) on conflict do nothing`,
    )
    row = await read()
  }
  if (!row) throw new Error('a tenant without a ledger')
  return {
    batch: Number(row.batch),
    contactNo: row.contact_no,
    timeZone: row.time_zone,
    currency: row.currency,
    from: fromOf(row.events_from),
    recordedAt: Date.parse(instantOf(row.at)),
  }
}

/** Takes ids that were never taken: answers which. */
export async function takeKeys(
  { db, tenantId }: Writing,
  events: readonly { eventId: string; happenedAt: number }[],
): Promise<Set<string>> {
  const rows = await db.execute<{ event_id: string }>(sql`
    insert into event_key (tenant_id, event_id, happened_at)
    select ${tenantId}, e, to_timestamp(ms / 1000.0) from unnest(${arrayText(events.map(({ eventId }) => eventId))}::uuid[],
      ${arrayText(events.map(({ happenedAt }) => happenedAt))}::bigint[]) as u (e, ms)
    on conflict do nothing returning event_id`)
  return new Set(rows.map(({ event_id }) => event_id))
}

/** Appends events and their batch, which holds no rows of `fact`. The lock is held. */
export function appendEvents(
  { db, tenantId }: Writing,
  {
    batch,
    recordedAt,
    origin,
    originId,
  }: { batch: number; recordedAt: number; origin: string; originId?: string | undefined },
  events: readonly WrittenEvent[],
): Promise<unknown>[] {
  const numbers = (of: (event: WrittenEvent) => number | null) => arrayText(events.map(of))
  const at = new Date(recordedAt).toISOString()
  return [
    db.execute(sql`insert into batch (tenant_id, batch, recorded_at, origin, origin_id, facts)
      values (${tenantId}, ${batch}::bigint, ${at}::timestamptz, ${origin}, ${originId ?? null}::uuid, 0)`),
    db.execute(sql`
      insert into event (tenant_id, event_id, happened_at, recorded_at, batch, amount, day, contact_no, campaign_no, creative_no,
        hour, kind, channel, region, source, cause, properties)
      select ${tenantId}, id, to_timestamp(ms / 1000.0), ${at}::timestamptz, ${batch}::bigint, amount, day, contact, campaign, creative, hour,
        kind, channel, region, source, cause, properties
      from unnest(${arrayText(events.map(({ eventId }) => eventId))}::uuid[], ${numbers((e) => e.happenedAt)}::bigint[],
        ${numbers((e) => e.amount)}::bigint[], ${arrayText(events.map(({ day }) => day))}::date[], ${numbers((e) => e.contactNo)}::int[],
        ${numbers((e) => e.campaignNo)}::int[], ${numbers((e) => e.creativeNo)}::int[], ${numbers((e) => e.hour)}::smallint[],
        ${numbers((e) => e.kind)}::smallint[], ${numbers((e) => e.channel)}::smallint[], ${numbers((e) => e.region)}::smallint[],
        ${numbers((e) => e.source)}::smallint[], ${numbers((e) => e.cause)}::smallint[],
        ${quotedArrayText(events.map(({ properties }) => properties))}::jsonb[])
        as u (id, ms, amount, day, contact, campaign, creative, hour, kind, channel, region, source, cause, properties)`),
  ]
}
