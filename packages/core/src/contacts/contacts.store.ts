import { NotFound, type Instant } from '@throughline/canonical'
import { actorName, appendAudit, instantOf, sql, type Inside, type SQL } from '@throughline/db'
import type { ErasureCertificate } from './contacts.ts'
import type { HashedIdentity } from './resolve.ts'

/** Appends to the tenant's audit chain, in the deed's own transaction. */
export async function audited(
  { db, tenantId, actor }: Inside,
  entry: Omit<Parameters<typeof appendAudit>[2], 'actor'>,
): Promise<void> {
  await appendAudit(db, tenantId, { ...entry, actor: actorName(actor) })
}

/** @throws NotFound where no such number was given out */
export async function requireContact({ db }: Inside, contactNo: number): Promise<{ erased: boolean }> {
  const [row] = await db.execute<{ erased: boolean }>(
    sql`select erased_at is not null as erased from contact where contact_no = ${contactNo}::int`,
  )
  if (!row) throw new NotFound('No such contact.')
  return row
}

/** The contact known by this hash: the one that it finds, else the first that it is a further address of. */
export async function contactBy({ db }: Inside, { kind, hash }: HashedIdentity): Promise<number | undefined> {
  const [row] = await db.execute<{ contact_no: number }>(sql`
    select contact_no from identity where kind = ${kind} and hash = ${hash} order by is_key desc, contact_no limit 1`)
  return row?.contact_no
}

/** Effective approved gifts of these contacts, and since when they give. */
export async function giftsOf(
  { db }: Inside,
  contactNos: readonly number[],
): Promise<{ gifts: number; since: Instant | null }> {
  const [row] = await db.execute<{ gifts: number; since: string | null }>(sql`
    select count(*)::int as gifts, min(happened_at) as since from fact f
    where contact_no = any(${list(contactNos)}::int[]) and kind = 'conversion' and not withdrawn and value ->> 'status' = 'approved'
      and not exists (select 1 from fact newer where newer.kind = f.kind and newer.source = f.source
        and newer.source_key = f.source_key and newer.version > f.version)`)
  return { gifts: row?.gifts ?? 0, since: row?.since ? instantOf(row.since) : null }
}

const list = (numbers: readonly number[]) => `{${numbers.join(',')}}`

/**
 * Destroys the person's keys and everything that identifies them. What stays: numbers in facts and strips, keyed hashes as
 * tombstones, and the certificate. The ledger's lock is held, so that no delivery is half in.
 */
export async function eraseContacts(
  { db, tenantId }: Inside,
  {
    contactNo,
    contactNos,
    erasureId,
    rowsAside,
    now,
  }: { contactNo: number; contactNos: readonly number[]; erasureId: string; rowsAside: number; now: Date },
): Promise<ErasureCertificate> {
  const at = now.toISOString()
  const them = sql`contact_no = any(${list(contactNos)}::int[])`
  const count = async (statement: SQL) => [...(await db.execute(statement))].length

  await db.execute(sql`
    insert into tombstone (tenant_id, kind, hash, contact_no, is_key, erased_at)
    select tenant_id, kind, hash, contact_no, is_key, ${at}::timestamptz from identity where ${them} on conflict do nothing`)
  const identitiesBlanked = await count(sql`delete from identity where ${them} returning 1`)
  await db.execute(sql`delete from vault where ${them}`)
  await db.execute(sql`delete from person_key where ${them}`)
  const aside = await count(sql`
    delete from quarantine q where q.origin_id in (select id from inbox where contact_nos && ${list(contactNos)}::int[])
      or exists (select 1 from source_record r where r.source_key = q.source_key and r.stream = q.stream
        and r.connection_id = q.connection_id and r.contact_no = any(${list(contactNos)}::int[])) returning 1`)
  const bodies = await count(
    sql`update inbox set body = ''::bytea where contact_nos && ${list(contactNos)}::int[] returning 1`,
  )
  const posted = await count(
    sql`delete from event_delivery where contact_nos && ${list(contactNos)}::int[] returning 1`,
  )
  const sourceRecordsSealed = await count(
    sql`update source_record set body = null where ${them} and body is not null returning 1`,
  )
  await db.execute(sql`update contact set erased_at = ${at}::timestamptz where ${them} and erased_at is null`)

  const certificate: ErasureCertificate = {
    erasureId,
    erasedAt: at,
    contactNo,
    contactNos: [...contactNos],
    identitiesBlanked,
    sourceRecordsSealed,
    rawBodiesDropped: bodies + posted + aside + rowsAside,
    figuresChanged: 0,
  }
  await db.execute(sql`
    insert into erasure (tenant_id, erasure_id, contact_no, erased_at, certificate)
    values (${tenantId}, ${erasureId}::uuid, ${contactNo}::int, ${at}::timestamptz, ${JSON.stringify(certificate)}::text::jsonb)`)
  return certificate
}
