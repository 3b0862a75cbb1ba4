import { instantOf, sql, tables, type Inside } from '@throughline/db'
import { mergedContacts } from '../ledger/people.store.ts'
import type { ConsentWord } from './may-send.ts'

/** What is known of whoever a number or address belongs to, all contacts that are one person together. */
export interface KnownRecipient {
  words: ConsentWord[]
  erased: boolean
}

/** Everybody known by one of these keyed hashes, with all that they ever said about being written to. */
export async function knownRecipient(
  inside: Pick<Inside, 'db'>,
  hashes: readonly { kind: string; hash: string }[],
): Promise<KnownRecipient> {
  const { db } = inside
  const found = await db.execute<{ contact_no: number; erased: boolean }>(sql`
    with wanted as materialized (select * from json_to_recordset(${JSON.stringify(hashes)}::text::json) as w (kind text, hash text))
    select i.contact_no, false as erased from wanted w join identity i on i.kind = w.kind and i.hash = w.hash
    union all
    select t.contact_no, true from wanted w join tombstone t on t.kind = w.kind and t.hash = w.hash`)
  const into = await mergedContacts(inside)
  const roots = new Set(found.map(({ contact_no: no }) => into.get(no) ?? no))
  const everyone = [...new Set([...roots, ...[...into].flatMap(([from, root]) => (roots.has(root) ? [from] : []))])]
  if (everyone.length === 0) return { words: [], erased: found.some(({ erased }) => erased) }
  const rows = await db.execute<{ channel: ConsentWord['channel']; granted: boolean; happened_at: string }>(sql`
    select value ->> 'channel' as channel, (value ->> 'granted')::boolean as granted, happened_at from (
      select distinct on (f.source, f.source_key) f.value, f.happened_at, f.withdrawn
      from unnest(${`{${everyone.join(',')}}`}::int[]) wanted (no)
        join fact mine on mine.contact_no = wanted.no and mine.kind = 'consent'
        join fact f on f.kind = 'consent' and f.source = mine.source and f.source_key = mine.source_key
      order by f.source, f.source_key, f.version desc) latest
    where not withdrawn`)
  return {
    words: rows.map((row) => ({ channel: row.channel, granted: row.granted, happenedAt: instantOf(row.happened_at) })),
    erased: found.some(({ erased }) => erased),
  }
}

/** Where this client's consents come from, in its own words; null = sending is off. */
export async function consentSourceOf({ db }: Pick<Inside, 'db'>): Promise<string | null> {
  const [row] = await db.select({ consentSource: tables.tenant.consentSource }).from(tables.tenant)
  return row?.consentSource ?? null
}
