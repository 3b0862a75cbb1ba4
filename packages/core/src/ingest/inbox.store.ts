import { authenticateJob, desc, instantOf, isNull, sql, tables, type Inside } from '@throughline/db'

const { inbox } = tables

/** One delivery, sealed, on its way into the inbox. */
export interface SealedDelivery {
  id: string
  connectionId: string
  kind: string
  receivedAt: string
  bodyHash: string
  body: Uint8Array
}

/**
 * Puts deliveries into the inbox in one statement; what is there already (same bytes, same address) stays one row.
 * @returns the ids of those that were new
 */
export async function insertDeliveries(
  { db, tenantId }: Inside,
  deliveries: readonly SealedDelivery[],
): Promise<Set<string>> {
  const rows = deliveries.map((each) => ({ ...each, body: Buffer.from(each.body).toString('base64') }))
  const kept = await db.execute<{ id: string }>(sql`
    insert into inbox (tenant_id, id, connection_id, kind, received_at, body_hash, body)
    select ${tenantId}::uuid, id, "connectionId", kind, "receivedAt", "bodyHash", decode(body, 'base64')
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as r(id uuid, "connectionId" uuid, kind text, "receivedAt" timestamptz, "bodyHash" text, body text)
    order by id
    on conflict do nothing returning id`)
  return new Set(kept.map(({ id }) => id))
}

/** A delivery that waits to be processed. */
export interface WaitingDelivery {
  id: string
  connectionId: string
  kind: string
  receivedAt: string
  body: Uint8Array
}

/** The oldest that wait. */
export async function waitingDeliveries({ db }: Inside, limit: number): Promise<WaitingDelivery[]> {
  return db
    .select({
      id: inbox.id,
      connectionId: inbox.connectionId,
      kind: inbox.kind,
      receivedAt: inbox.receivedAt,
      body: inbox.body,
    })
    .from(inbox)
    .where(isNull(inbox.processedAt))
    .orderBy(inbox.id)
    .limit(limit)
}

/** Bodies of the deliveries that were processed last, as they lie. */
export async function processedBodies({ db }: Inside, limit: number): Promise<Uint8Array[]> {
  const rows = await db
    .select({ body: inbox.body })
    .from(inbox)
    .where(sql`${inbox.processedAt} is not null and length(${inbox.body}) > 0`)
    .orderBy(desc(inbox.tenantId), desc(inbox.id))
    .limit(limit)
  return rows.map(({ body }) => body)
}

/** Of these, the ones that still wait, held until the end of the transaction: nobody else takes them meanwhile. */
export async function claimDeliveries({ db }: Inside, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.execute<{ id: string }>(sql`
    select id from inbox
    where processed_at is null and id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))
    order by id for update`)
  return new Set([...rows].map(({ id }) => id))
}

export interface ProcessedDelivery {
  id: string
  batch: number | null
  contactNos: readonly number[]
}

export async function markProcessed({ db }: Inside, processed: readonly ProcessedDelivery[], now: Date): Promise<void> {
  const rows = processed.map((each) => ({ ...each, contactNos: each.contactNos.join(',') }))
  await db.execute(sql`
    update inbox set processed_at = ${now.toISOString()}::timestamptz, batch = r.batch,
      contact_nos = string_to_array(nullif(r."contactNos", ''), ',')::int[]
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(id uuid, batch bigint, "contactNos" text)
    where inbox.id = r.id`)
}

/** Drops the bodies of deliveries that speak of somebody erased; that they came stays known. */
export async function dropBodiesOf(
  { db }: Inside,
  contactNos: readonly number[],
  ids: readonly string[],
): Promise<void> {
  if (contactNos.length === 0) return
  await db.execute(sql`
    update inbox set body = ''::bytea where contact_nos && ${`{${contactNos.join(',')}}`}::int[]
      and id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`)
}

/** Forgets bodies received before then, once they are processed. @returns how many */
export async function forgetDeliveries({ db }: Inside, before: Date, limit: number): Promise<number> {
  const rows = await db.execute(sql`
    delete from inbox where id in (
      select id from inbox where processed_at is not null and received_at < ${before.toISOString()}::timestamptz limit ${limit})
    returning 1`)
  return rows.length
}

/** When each address of a connection was last used, and how often since then. */
export async function deliveryCounts(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  since: Date,
): Promise<{ kind: string; lastReceivedAt: string; recent: number }[]> {
  const rows = await db.execute<{ kind: string; last: string; recent: string }>(sql`
    select kind, max(received_at) as last, count(*) filter (where received_at >= ${since.toISOString()}::timestamptz) as recent
    from inbox where connection_id = ${connectionId}::uuid group by kind`)
  return [...rows].map(({ kind, last, recent }) => ({ kind, lastReceivedAt: instantOf(last), recent: Number(recent) }))
}

export { authenticateJob as jobOf }
