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

/**
 * The zone that days are in, and the one that settings ask for: null where that is the same. Settings wait until the end of the
 * transaction, so that what is done about them is done about their last word; writers of facts do not.
 */
export async function wantedZone({ db }: Pick<Inside, 'db'>): Promise<{ zone: string; wanted: string | null }> {
  const [row] = await db.execute<{ time_zone: string; wanted_time_zone: string | null }>(
    sql`select time_zone, wanted_time_zone from tenant for no key update`,
  )
  if (!row) throw new Error('no tenant to read the zone of')
  return { zone: row.time_zone, wanted: row.wanted_time_zone }
}

/** Days are in this zone from now on, which is what settings asked for. */
export async function writeZone({ db }: Writing, timeZone: string): Promise<void> {
  await db.execute(sql`update tenant set time_zone = ${timeZone}, wanted_time_zone = null`)
}
