import { sql, type Inside } from '@throughline/db'

type Reading = Pick<Inside, 'db'>
const numbers = (contactNos: Iterable<number>) => `{${[...contactNos].join(',')}}`

/** Who has an identity beside the one that names them: nobody else may, or it is a household's or a shared device. */
const soleOwner = sql`(select count(distinct x.contact_no) from identity x where x.kind = o.kind and x.hash = o.hash and not x.is_key) = 1`

/**
 * Contacts known only by a phone, a device or a source's own id that one of these people has as well, and nobody beside them: what touched
 * such a contact touched that person. By person.
 */
export async function partsOfPeople(
  { db }: Reading,
  contactNos: readonly number[],
): Promise<Map<number, { contactNo: number; by: string }[]>> {
  const rows = await db.execute<{ person: number; part: number; by: string }>(sql`
    select o.contact_no as person, k.contact_no as part, o.kind as by
    from identity o cross join lateral (select contact_no from identity i
      where i.kind = o.kind and i.hash = o.hash and i.is_key and i.contact_no <> o.contact_no offset 0) k
    where o.contact_no = any(${numbers(contactNos)}::int[]) and not o.is_key and ${soleOwner}
    order by o.contact_no, k.contact_no`)
  const parts = new Map<number, { contactNo: number; by: string }[]>()
  for (const { person, part, by } of rows)
    if (!parts.get(person)?.some(({ contactNo }) => contactNo === part))
      parts.set(person, [...(parts.get(person) ?? []), { contactNo: part, by }])
  return parts
}

/** The people whom these contacts are parts of: who is touched where they are. */
export async function peopleOfParts({ db }: Reading, contactNos: readonly number[]): Promise<number[]> {
  if (contactNos.length === 0) return []
  const rows = await db.execute<{ person: number }>(sql`
    select distinct o.contact_no as person
    from identity k cross join lateral (select contact_no, kind, hash from identity i
      where i.kind = k.kind and i.hash = k.hash and not i.is_key and i.contact_no <> k.contact_no offset 0) o
    where k.contact_no = any(${numbers(contactNos)}::int[]) and k.is_key and ${soleOwner}`)
  return rows.map(({ person }) => person)
}

/** People who have an identity that one of these has too, beside those that name them: what was one person's alone may be no longer. */
export async function peopleSharing({ db }: Reading, contactNos: readonly number[]): Promise<number[]> {
  if (contactNos.length === 0) return []
  const rows = await db.execute<{ person: number }>(sql`
    select distinct x.contact_no as person
    from identity o cross join lateral (select contact_no from identity i
      where i.kind = o.kind and i.hash = o.hash and not i.is_key and i.contact_no <> o.contact_no offset 0) x
    where o.contact_no = any(${numbers(contactNos)}::int[]) and not o.is_key`)
  return rows.map(({ person }) => person)
}
