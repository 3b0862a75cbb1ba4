import { sql, type Inside } from '@throughline/db'

/** A request as it came: compressed, then sealed. */
export interface SealedDelivery {
  id: string
  receivedAt: string
  body: Uint8Array
  /** Events that were taken from it. */
  n: number
}

/** Keeps raw requests with the batch that they became. */
export async function keepDelivery(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  deliveries: readonly SealedDelivery[],
  batch: number,
  contactNos: readonly number[],
): Promise<void> {
  if (deliveries.length === 0) return
  const rows = deliveries.map(({ body, ...rest }) => ({ ...rest, body: Buffer.from(body).toString('base64') }))
  await db.execute(sql`
    insert into event_delivery (tenant_id, id, received_at, n, batch, body, contact_nos)
    select ${tenantId}, id, "receivedAt", n, ${batch}::bigint, decode(body, 'base64'), ${`{${contactNos.join(',')}}`}::int[]
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as x (id uuid, "receivedAt" timestamptz, n int, body text)`)
}

/** Forgets requests received before a moment, at most `limit`; answers how many. */
export async function forgetEventDeliveries({ db }: Pick<Inside, 'db'>, before: Date, limit: number): Promise<number> {
  const rows = await db.execute(sql`
    delete from event_delivery where id in (
      select id from event_delivery where received_at < ${before.toISOString()}::timestamptz order by received_at limit ${limit}::int)
    returning 1`)
  return rows.length
}
