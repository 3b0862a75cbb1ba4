import { instantOf, sql, type Inside } from '@throughline/db'

type Writing = Pick<Inside, 'db' | 'tenantId'>

/** Where the tenant's numbering and settings stand while a batch is written. */
export interface Head {
  batch: number
  contactNo: number
  timeZone: string
  /** Since when the connection exists; undefined where it is unknown. */
  recordingSince: string | undefined
}

/** One writer per tenant: batches get their numbers in the order in which they commit. */
export async function lockLedger({ db, tenantId }: Writing): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`ledger:${tenantId}`}, 0))`)
}

export async function readHead({ db, tenantId }: Writing, connectionId?: string): Promise<Head> {
  const read = () =>
    db.execute<{ batch: string; contact_no: number; time_zone: string; since: string | null }>(sql`
      select h.batch, h.contact_no, t.time_zone,
        (select created_at from connection where connection_id = ${connectionId ?? null}::uuid) as since
      from ledger_head h join tenant t using (tenant_id)`)
  let [row] = await read()
  if (!row) {
    await db.execute(
      sql`insert into ledger_head (tenant_id, batch, contact_no) values (${tenantId}, 0, 0) on conflict do nothing`,
    )
    ;[row] = await read()
  }
  if (!row) throw new Error('the ledger has no head')
  return {
    batch: Number(row.batch),
    contactNo: row.contact_no,
    timeZone: row.time_zone,
    recordingSince: row.since === null ? undefined : instantOf(row.since),
  }
}

export async function moveHead({ db }: Writing, head: { batch: number; contactNo: number }): Promise<void> {
  await db.execute(sql`update ledger_head set batch = ${head.batch}::bigint, contact_no = ${head.contactNo}::int`)
}

export async function writeZone({ db }: Writing, timeZone: string): Promise<void> {
  await db.execute(sql`update tenant set time_zone = ${timeZone}`)
}
