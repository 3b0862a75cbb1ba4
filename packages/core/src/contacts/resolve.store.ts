import { sql, type Inside } from '@throughline/db'
import type { HashedIdentity, KnownIdentity } from './resolve.ts'

interface KnownRow extends Record<string, unknown> {
  kind: string
  hash: string
  contact_no: number
  is_key: boolean
  erased: boolean
}

/** The contacts that these hashes find, and the tombstones they meet. */
export async function knownIdentities(
  { db }: Pick<Inside, 'db'>,
  wanted: readonly HashedIdentity[],
): Promise<KnownIdentity[]> {
  if (wanted.length === 0) return []
  const rows = await db.execute<KnownRow>(sql`
    with wanted as materialized (
      select * from unnest(${textArray(wanted.map(({ kind }) => kind))}::text[], ${textArray(wanted.map(({ hash }) => hash))}::text[]) as w (kind, hash))
    select i.kind, i.hash, i.contact_no, i.is_key, false as erased from wanted w cross join lateral (
      select * from identity where kind = w.kind and hash = w.hash and is_key offset 0) i
    union all
    select t.kind, t.hash, t.contact_no, t.is_key, true from wanted w cross join lateral (
      select * from tombstone where kind = w.kind and hash = w.hash offset 0) t`)
  return rows.map((row) => ({
    kind: row.kind,
    hash: row.hash,
    contactNo: row.contact_no,
    isKey: row.is_key,
    erased: row.erased,
  }))
}

/** As PostgreSQL reads an array of texts. */
const textArray = (texts: readonly string[]) =>
  `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`

/** What is kept sealed of one person. */
export interface SealedPerson {
  contactNo: number
  wrapped: Uint8Array
  vault: Uint8Array | null
  /** Every hash that they are known by, `kind hash`. */
  known: readonly string[]
}

/** Wrapped keys and sealed vaults of these contacts; nothing for the erased. */
export async function sealedPeople(
  { db }: Pick<Inside, 'db'>,
  contactNos: readonly number[],
): Promise<Map<number, SealedPerson>> {
  if (contactNos.length === 0) return new Map()
  const rows = await db.execute<{
    contact_no: number
    wrapped: Uint8Array
    body: Uint8Array | null
    known: string[]
  }>(sql`
    select k.contact_no, k.wrapped, v.body,
      array(select kind || ' ' || hash from identity where contact_no = wanted.contact_no) as known
    from unnest(${`{${contactNos.join(',')}}`}::int[]) wanted (contact_no)
      cross join lateral (select * from person_key where contact_no = wanted.contact_no offset 0) k
      left join lateral (select * from vault where contact_no = wanted.contact_no offset 0) v on true`)
  return new Map(
    rows.map((row) => [
      row.contact_no,
      { contactNo: row.contact_no, wrapped: row.wrapped, vault: row.body, known: row.known },
    ]),
  )
}

/** What a batch writes of people. Bytes travel as base64. */
export interface PeopleWritten {
  contacts: { contactNo: number; key: HashedIdentity; erased: boolean }[]
  /** Further hashes of living contacts. */
  others: (HashedIdentity & { contactNo: number })[]
  keys: { contactNo: number; wrapped: string }[]
  vaults: { contactNo: number; body: string }[]
}

/** Writes new contacts with their identities and keys, and changed vaults. */
export function writePeople(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  written: PeopleWritten,
  { batch, now, keyVersion }: { batch: number; now: Date; keyVersion: number },
): Promise<unknown>[] {
  const at = now.toISOString()
  const json = (rows: readonly unknown[]) => sql`${JSON.stringify(rows)}::text::json`
  const fresh = written.contacts.map(({ contactNo, key, erased }) => ({
    no: contactNo,
    kind: key.kind,
    hash: key.hash,
    erased,
  }))
  const statements = []
  if (fresh.length > 0) {
    statements.push(sql`insert into contact (tenant_id, contact_no, batch, erased_at)
      select ${tenantId}, no, ${batch}::bigint, case when erased then ${at}::timestamptz end
      from json_to_recordset(${json(fresh)}) as x (no int, erased boolean)`)
    const living = fresh.filter((each) => !each.erased)
    const gone = fresh.filter((each) => each.erased)
    if (living.length > 0)
      statements.push(sql`insert into identity (tenant_id, kind, hash, contact_no, is_key)
        select ${tenantId}, kind, hash, no, true from json_to_recordset(${json(living)}) as x (no int, kind text, hash text)`)
    if (gone.length > 0)
      statements.push(sql`insert into tombstone (tenant_id, kind, hash, contact_no, is_key, erased_at)
        select ${tenantId}, kind, hash, no, true, ${at}::timestamptz from json_to_recordset(${json(gone)}) as x (no int, kind text, hash text)`)
  }
  if (written.others.length > 0)
    statements.push(sql`insert into identity (tenant_id, kind, hash, contact_no, is_key)
      select ${tenantId}, kind, hash, no, false from json_to_recordset(${json(
        written.others.map(({ contactNo, kind, hash }) => ({ no: contactNo, kind, hash })),
      )}) as x (no int, kind text, hash text) on conflict do nothing`)
  if (written.keys.length > 0)
    statements.push(sql`insert into person_key (tenant_id, contact_no, key_version, wrapped)
      select ${tenantId}, no, ${keyVersion}::int, decode(body, 'base64') from json_to_recordset(${json(
        written.keys.map(({ contactNo, wrapped }) => ({ no: contactNo, body: wrapped })),
      )}) as x (no int, body text)`)
  if (written.vaults.length > 0)
    statements.push(sql`insert into vault (tenant_id, contact_no, body, updated_at)
      select ${tenantId}, no, decode(body, 'base64'), ${at}::timestamptz from json_to_recordset(${json(
        written.vaults.map(({ contactNo, body }) => ({ no: contactNo, body })),
      )}) as x (no int, body text)
      on conflict (tenant_id, contact_no) do update set body = excluded.body, updated_at = excluded.updated_at`)
  return statements.map((statement) => db.execute(statement))
}
