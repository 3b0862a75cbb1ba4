import type { Cause } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { touchingKinds } from './touch-of-event.ts'

type Reading = Pick<Inside, 'db'>

/** What batches changed that journeys are derived from. */
export interface Affected {
  /** Everything up to this batch is in it. */
  upTo: number
  /** Contacts as facts name them. */
  contactNos: number[]
  /** Contacts of whom anything was told: perhaps parts of people who have given, or what made a part one person's no longer. */
  met: number[]
  /** Contacts were said to be one, or no longer. */
  links: boolean
  /** What codes mean may have changed. */
  dictionary: boolean
  /** Everybody must be gone through again. */
  everybody: Cause | null
}

/** Facts that say what codes mean: what campaigns carry, and what people decided. */
const dictionaryKinds = ['creative', 'ad', 'campaign', 'refcode_rules', 'refcode_decision', 'tracked_link']
/** Facts taken on in one go. */
const factsAtOnce = 2_000
const batchesAtOnce = 500

/**
 * Whose journeys the batches after `since` may have changed, a bounded stretch of batches at a time. A touch matters only to somebody
 * who has given after it; until then it waits in its facts.
 * @param merged contacts that are one with others, whose gifts may be another's
 */
export async function affectedSince(
  { db }: Reading,
  since: number,
  merged: Iterable<number>,
): Promise<Affected | undefined> {
  const batches = await db.execute<{ batch: string; facts: number }>(sql`
    select batch, facts from batch where batch > ${since}::bigint order by tenant_id, batch limit ${batchesAtOnce}::int`)
  let [upTo, facts] = [since, 0]
  for (const each of batches) {
    if (upTo > since && facts + each.facts > factsAtOnce) break
    upTo = Number(each.batch)
    facts += each.facts
  }
  if (upTo === since) return undefined
  const among = `{${[...merged].join(',')}}`
  const within = sql`batch > ${since}::bigint and batch <= ${upTo}::bigint`
  const [met, contacts, kinds] = await Promise.all([
    db.execute<{ contact_no: number }>(sql`
      select contact_no from fact where ${within} and contact_no is not null
      union select contact_no from event where ${within} and contact_no > 0`),
    db.execute<{ contact_no: number }>(sql`
      with changed as materialized (select kind, source, source_key, version, contact_no, refers_to, happened_at,
        case when kind = 'contact_link' then (value ->> 'into')::int end as into_no from fact where ${within}
        and kind in ('conversion', 'refund', 'touchpoint', 'contact_link', 'lead', 'crm_contact'))
      select contact_no from changed where kind in ('conversion', 'refund', 'contact_link') and contact_no is not null
      union select into_no from changed where into_no is not null
      union select before.contact_no from changed c cross join lateral (
        select f.contact_no from fact f where f.kind = c.kind and f.source = c.source and f.source_key = c.source_key
          and f.version = c.version - 1 offset 0) before where c.version > 1 and before.contact_no is not null
          and (c.kind not in ('lead', 'crm_contact') or before.contact_no is distinct from c.contact_no)
      union select j.contact_no from changed c cross join lateral (
        select j.contact_no from journey j where j.source = c.source and j.source_key = c.refers_to offset 0) j where c.kind = 'refund'
      union select c.contact_no from changed c where c.kind = 'touchpoint' and c.contact_no is not null
        and (c.contact_no = any(${among}::int[]) or exists (select 1 from fact f
          where f.contact_no = c.contact_no and f.happened_at >= c.happened_at and f.kind = 'conversion' offset 0))
      union select e.contact_no from event e where ${within} and e.contact_no > 0
        and e.kind = any(${`{${touchingKinds.join(',')}}`}::smallint[])
        and (e.contact_no = any(${among}::int[]) or exists (select 1 from fact f
          where f.contact_no = e.contact_no and f.happened_at >= e.happened_at and f.kind = 'conversion' offset 0))`),
    db.execute<{ kind: string }>(sql`select distinct kind from fact where ${within}
      and kind = any(${`{${[...dictionaryKinds, 'contact_link', 'channel_rules', 'time_zone'].join(',')}}`}::text[])`),
  ])
  const changed = new Set(kinds.map(({ kind }) => kind))
  return {
    upTo,
    contactNos: contacts.map(({ contact_no }) => contact_no),
    met: met.map(({ contact_no }) => contact_no),
    links: changed.has('contact_link'),
    dictionary: dictionaryKinds.some((kind) => changed.has(kind)),
    everybody: changed.has('time_zone') ? 'zone_change' : changed.has('channel_rules') ? 'rule_change' : null,
  }
}

/** The next contacts whom conversions or refunds are told of, or whom deals name, after one. */
export async function peopleAfter({ db }: Reading, contactNo: number, limit: number): Promise<number[]> {
  const rowsAtOnce = limit * 4
  const [givers, dealt] = await Promise.all([
    db.execute<{ contact_no: number }>(sql`
      select contact_no from fact where kind in ('conversion', 'refund') and contact_no > ${contactNo}::int
      order by tenant_id, contact_no limit ${rowsAtOnce}::int`),
    db.execute<{ contact_no: number }>(sql`
      select contact_no from deal_contact where contact_no > ${contactNo}::int
      order by tenant_id, contact_no limit ${rowsAtOnce}::int`),
  ])
  // Beyond the end of a list that was cut off nothing is known of it.
  const ends = [givers, dealt].filter(({ length }) => length === rowsAtOnce).map((list) => list.at(-1)?.contact_no ?? 0)
  const upTo = Math.min(Infinity, ...ends)
  const people = [...new Set([...givers, ...dealt].map((row) => row.contact_no))].filter((no) => no <= upTo)
  return people.sort((a, b) => a - b).slice(0, limit)
}
