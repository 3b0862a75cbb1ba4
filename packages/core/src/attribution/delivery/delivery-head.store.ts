import { sql, type Inside } from '@throughline/db'
import { zoneAt } from '../../ledger/index.ts'
import type { FactPlace } from './delivering-facts.store.ts'

/** How far a tenant's delivery has been booked. */
export interface DeliveryHead {
  /** Booked is what the facts up to this batch say. */
  batch: number
  /** The zone that its days are in. */
  timeZone: string
  /** Its days are being booked anew in another zone, piece by piece, up to this fact so far. */
  restating: { timeZone: string; after: FactPlace | null; part: number } | null
}

/** Before anything was booked: the beginning, in the zone that the tenant began with. */
export async function readDeliveryHead(inside: Pick<Inside, 'db'>): Promise<DeliveryHead> {
  const [row] = await inside.db.execute<{
    batch: string
    time_zone: string
    restating: DeliveryHead['restating']
  }>(sql`select batch, time_zone, restating from delivery_head`)
  return row
    ? { batch: Number(row.batch), timeZone: row.time_zone, restating: row.restating }
    : { batch: 0, timeZone: await zoneAt(inside, 0), restating: null }
}

export async function moveDeliveryHead(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  { batch, timeZone, restating }: DeliveryHead,
): Promise<void> {
  await db.execute(sql`
    insert into delivery_head (tenant_id, batch, time_zone, restating)
    values (${tenantId}, ${batch}::bigint, ${timeZone}, ${restating && JSON.stringify(restating)}::text::jsonb)
    on conflict (tenant_id) do update set batch = excluded.batch, time_zone = excluded.time_zone, restating = excluded.restating`)
}

/** Whether anything that platforms and senders reported is still to be booked: what pages say of their figures. */
export async function isDeliveryWaiting(inside: Pick<Inside, 'db'>): Promise<boolean> {
  const { batch, restating } = await readDeliveryHead(inside)
  if (restating) return true
  const rows = await inside.db.execute(sql`
    select 1 from fact where batch > ${batch}::bigint and kind in ('spend', 'touchpoint', 'message', 'consent', 'ad', 'campaign') limit 1`)
  return rows.length > 0
}

/** Whether what platforms and senders report is still to be booked. */
export async function isDeliveryBehind(inside: Pick<Inside, 'db'>): Promise<boolean> {
  const { batch, restating } = await readDeliveryHead(inside)
  if (restating) return true
  const rows = await inside.db.execute(
    sql`select 1 from batch where batch > ${batch}::bigint and origin <> 'attribution' limit 1`,
  )
  return rows.length > 0
}
