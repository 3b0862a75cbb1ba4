import { causes, type Cause } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { rootsAt, type ContactLink } from '../../ledger/index.ts'
import { partsOfPeople } from './same-person.store.ts'
import type { PersonEvent, PersonFact, PersonHistory } from './fact-of-person.ts'
import { touchingKinds } from './touch-of-event.ts'

type Reading = Pick<Inside, 'db'>
interface FactRow extends Record<string, unknown> {
  kind: string
  source: string
  source_key: string
  contact_no: number | null
  cause: Cause
  batch: string
  value: PersonFact['value']
}
const factOf = (row: FactRow): PersonFact => ({
  kind: row.kind,
  source: row.source,
  key: row.source_key,
  contactNo: row.contact_no,
  cause: row.cause,
  batch: Number(row.batch),
  value: row.value,
})

/**
 * What is known of these people, whatever contact it was written for.
 * @param membersOf every contact that is part of somebody, by that somebody, who is among them
 * @param links every merge and unmerge: a contact that was said to be somebody is nobody else's part
 */
export async function readHistories(
  inside: Reading,
  membersOf: ReadonlyMap<number, readonly number[]>,
  links: readonly ContactLink[],
): Promise<PersonHistory[]> {
  const rootOf = new Map([...membersOf].flatMap(([root, members]) => members.map((no) => [no, root] as const)))
  const own = [...rootOf.keys()]
  if (own.length === 0) return []
  const parts = await partsOfPeople(inside, own)
  const rootNow = rootsAt(links, Infinity)
  /** Whose touches a contact's are: its own person's, and the one's that it is a part of, unless it was said to be somebody else. */
  const touchedIn = new Map([...rootOf].map(([no, root]) => [no, new Set([root])]))
  for (const [person, list] of parts)
    for (const { contactNo } of list)
      if (rootNow(contactNo) === contactNo)
        touchedIn.set(contactNo, (touchedIn.get(contactNo) ?? new Set()).add(rootOf.get(person) ?? person))
  const contactNos = [...touchedIn.keys()]
  const [facts, events] = await Promise.all([factsOf(inside, contactNos), eventsOf(inside, contactNos)])
  const isOwn = ({ contactNo }: PersonFact) => rootOf.has(contactNo ?? 0)
  const conversions = facts.filter((fact) => fact.kind === 'conversion' && isOwn(fact))
  const [refunds, orphans] = await Promise.all([
    refundsOf(inside, conversions),
    orphansAmong(
      inside,
      facts.filter((fact) => fact.kind === 'refund' && isOwn(fact)),
    ),
  ])
  const rootOfGift = new Map(
    conversions.map(({ source, key, contactNo }) => [`${source}\0${key}`, rootOf.get(contactNo ?? 0) ?? 0]),
  )
  const of = <T>(list: readonly T[], rootOfEach: (each: T) => number | undefined) => Map.groupBy(list, rootOfEach)
  const rootOfFact = (each: PersonFact) => rootOf.get(each.contactNo ?? 0)
  const gifts = of(conversions, rootOfFact)
  const touchpoints = ofEach(
    facts.filter(({ kind }) => kind === 'touchpoint'),
    touchedIn,
  )
  const alone = of(orphans, rootOfFact)
  const back = of(refunds, ({ source, value }) => rootOfGift.get(`${source}\0${String(value['of'])}`))
  const seen = ofEach(events, touchedIn)
  return [...membersOf.keys()].map((contactNo) => ({
    contactNo,
    conversions: gifts.get(contactNo) ?? [],
    refunds: back.get(contactNo) ?? [],
    orphans: alone.get(contactNo) ?? [],
    touchpoints: touchpoints.get(contactNo) ?? [],
    events: seen.get(contactNo) ?? [],
  }))
}

/** What contacts did, by each person whose it is. */
function ofEach<T extends { contactNo: number | null }>(
  list: readonly T[],
  people: ReadonlyMap<number, ReadonlySet<number>>,
): Map<number, T[]> {
  const by = new Map<number, T[]>()
  for (const each of list) for (const person of people.get(each.contactNo ?? 0) ?? []) push(by, person, each)
  return by
}

function push<T>(by: Map<number, T[]>, person: number, each: T): void {
  const list = by.get(person)
  if (list) list.push(each)
  else by.set(person, [each])
}

/** True of the row `f` when it is the newest version; `offset 0` keeps it a look-up of its own per row. */
const isNewest = sql`not exists (select 1 from fact newer
  where newer.kind = f.kind and newer.source = f.source and newer.source_key = f.source_key and newer.version > f.version offset 0)`

async function factsOf({ db }: Reading, contactNos: readonly number[]): Promise<PersonFact[]> {
  const rows = await db.execute<FactRow>(sql`
    select f.kind, f.source, f.source_key, f.contact_no, f.cause, f.batch, f.value from fact f
    where f.contact_no = any(${`{${contactNos.join(',')}}`}::int[]) and f.kind in ('conversion', 'refund', 'touchpoint')
      and not f.withdrawn and ${isNewest}`)
  return rows.map(factOf)
}

async function refundsOf({ db }: Reading, conversions: readonly PersonFact[]): Promise<PersonFact[]> {
  if (conversions.length === 0) return []
  const rows = await db.execute<FactRow>(sql`
    select f.kind, f.source, f.source_key, f.contact_no, f.cause, f.batch, f.value from fact f
    where f.refers_to = any(array(select json_array_elements_text(${JSON.stringify(conversions.map(({ key }) => key))}::text::json)))
      and f.kind = 'refund' and not f.withdrawn and ${isNewest}`)
  return rows.map(factOf)
}

/** Those of refunds whose conversion nobody has told of. */
async function orphansAmong({ db }: Reading, refunds: readonly PersonFact[]): Promise<PersonFact[]> {
  if (refunds.length === 0) return []
  const wanted = refunds.map(({ source, value }) => ({ source, key: String(value['of']) }))
  const rows = await db.execute<{ source: string; key: string }>(sql`
    select w.source, w.key from json_to_recordset(${JSON.stringify(wanted)}::text::json) as w (source text, key text)
    cross join lateral (select withdrawn from fact f
      where f.kind = 'conversion' and f.source = w.source and f.source_key = w.key order by f.version desc limit 1) c
    where not c.withdrawn`)
  const told = new Set(rows.map(({ source, key }) => `${source}\0${key}`))
  return refunds.filter(({ source, value }) => !told.has(`${source}\0${String(value['of'])}`))
}

const withdrawn = causes.indexOf('withdrawn')

/** Events as each was written last: one that was taken back is none. */
async function eventsOf(
  { db }: Reading,
  contactNos: readonly number[],
): Promise<(PersonEvent & { contactNo: number })[]> {
  const rows = await db.execute<{
    event_id: string
    at: string
    kind: number
    contact_no: number
    channel: number
    cause: number
    campaign: string | null
    creative: string | null
    properties: Record<string, unknown> | null
  }>(sql`
    select e.event_id, (extract(epoch from e.happened_at) * 1000)::bigint as at, e.kind, e.contact_no, e.channel, e.cause, e.properties,
      (select n.name from event_name n where n."of" = 'campaign' and n.no = e.campaign_no) as campaign,
      (select n.name from event_name n where n."of" = 'creative' and n.no = e.creative_no) as creative
    from event e
    where e.contact_no = any(${`{${contactNos.join(',')}}`}::int[]) and e.kind = any(${`{${touchingKinds.join(',')}}`}::smallint[])
    order by e.batch`)
  const last = [...new Map(rows.map((row) => [row.event_id, row])).values()]
  return last
    .filter(({ cause }) => cause !== withdrawn)
    .map((row) => ({
      eventId: row.event_id,
      happenedAt: Number(row.at),
      kind: row.kind,
      contactNo: row.contact_no,
      channel: row.channel,
      campaign: row.campaign,
      creative: row.creative,
      properties: row.properties ?? {},
    }))
}
