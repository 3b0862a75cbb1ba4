import { instantOf, sql, type Inside } from '@throughline/db'
import { mergedContacts } from '../ledger/people.store.ts'
import type { Word } from './may-tell.ts'

export interface KnownPerson {
  words: Word[]
  erased: boolean
}

/** What these contacts, each with all that are one person with them, ever said about being told of or written to. */
export async function knownPeople(
  inside: Pick<Inside, 'db'>,
  contactNos: readonly number[],
): Promise<Map<number, KnownPerson>> {
  if (contactNos.length === 0) return new Map()
  const into = await mergedContacts(inside)
  const rootOf = (no: number) => into.get(no) ?? no
  const roots = new Set(contactNos.map(rootOf))
  const everyone = [...new Set([...contactNos, ...roots, ...[...into.keys()].filter((no) => roots.has(rootOf(no)))])]
  const list = `{${everyone.join(',')}}`
  const [words, erased] = await Promise.all([
    inside.db.execute<{
      no: number
      channel: Word['channel']
      granted: boolean
      source: string
      happened_at: string
    }>(sql`
      select no, value ->> 'channel' as channel, (value ->> 'granted')::boolean as granted, value ->> 'source' as source, happened_at from (
        select distinct on (wanted.no, f.source, f.source_key) wanted.no, f.value, f.happened_at, f.withdrawn
        from unnest(${list}::int[]) wanted (no)
          join fact mine on mine.contact_no = wanted.no and mine.kind = 'consent'
          join fact f on f.kind = 'consent' and f.source = mine.source and f.source_key = mine.source_key
        order by wanted.no, f.source, f.source_key, f.version desc) latest
      where not withdrawn`),
    inside.db.execute<{ no: number }>(
      sql`select contact_no as no from contact where contact_no = any(${list}::int[]) and erased_at is not null`,
    ),
  ])
  const wordsOf = Map.groupBy(words, ({ no }) => rootOf(no))
  const gone = new Set(erased.map(({ no }) => rootOf(no)))
  return new Map(
    contactNos.map((no) => [
      no,
      {
        words: (wordsOf.get(rootOf(no)) ?? []).map(({ channel, granted, source, happened_at: at }) => ({
          channel,
          granted,
          source: source || 'unnamed',
          happenedAt: instantOf(at),
        })),
        erased: gone.has(rootOf(no)),
      },
    ]),
  )
}
