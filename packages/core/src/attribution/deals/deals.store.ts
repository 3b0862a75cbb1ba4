import type { Cause } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { rootsAt, type ContactLink } from '../../ledger/index.ts'
import type { PersonFact } from '../journeys/fact-of-person.ts'
import { membersOf } from '../journeys/members-of.ts'
import type { Deal } from './deal.ts'

type Reading = Pick<Inside, 'db'>
interface Row extends Record<string, unknown> {
  source: string
  deal: string
  cause: Cause
  batch: string
  value: PersonFact['value']
  named: number[] | null
}

/** Which of the deals that there are: those that name one of these contacts (0: nobody who is known), or all of a range. */
export type DealsAsked =
  | { contactNos: readonly number[]; won: true }
  /** Made in it: instants, the end not included. The newest so many. */
  | { from: string; to: string; most: number }

/**
 * Deals as they stand, with whom they name.
 * @param links every merge and unmerge: merged contacts are one
 */
export async function readDeals({ db }: Reading, asked: DealsAsked, links: readonly ContactLink[]): Promise<Deal[]> {
  const wanted =
    'won' in asked
      ? sql`select distinct source, deal from deal_contact where contact_no = any(${`{${asked.contactNos.join(',')}}`}::int[])`
      : sql`select distinct source, source_key as deal from fact where kind = 'opportunity' and version = 1`
  const which =
    'won' in asked
      ? sql`f.value ->> 'state' = 'won'`
      : sql`${made} >= ${asked.from}::timestamptz and ${made} < ${asked.to}::timestamptz`
  const rows = await db.execute<Row>(sql`
    with wanted as materialized (${wanted})
    select w.source, w.deal, f.cause, f.batch, f.value, (select json_agg(d.contact_no order by d.place) from deal_contact d
      where d.source = w.source and d.deal = w.deal and d.contact_no > 0) as named
    from wanted w cross join lateral (select cause, batch, withdrawn, value from fact
      where kind = 'opportunity' and source = w.source and source_key = w.deal order by version desc limit 1) f
    where not f.withdrawn and ${which}
    order by ${'won' in asked ? sql`w.source, w.deal` : sql`${made} desc, w.source, w.deal limit ${asked.most}::int`}`)
  const rootOf = rootsAt(links, Infinity)
  const people = rows.map(({ named }) => [...new Set((named ?? []).map(rootOf))])
  const members = membersOf(people.flat(), links)
  const everyOf = (person: number) => members.get(person) ?? [person]
  const leads = await leadsOf({ db }, new Set(people.flat().flatMap(everyOf)))
  return rows.map((row, i) => ({
    fact: {
      kind: 'opportunity',
      source: row.source,
      key: row.deal,
      contactNo: people[i]?.[0] ?? null,
      cause: row.cause,
      batch: Number(row.batch),
      value: row.value,
    },
    people: people[i] ?? [],
    leadAt: firstLead((people[i] ?? []).flatMap(everyOf).flatMap((no) => leads.get(no) ?? [])),
  }))
}

const made = sql`coalesce(f.value ->> 'createdAt', f.value ->> 'happenedAt')::timestamptz`

interface LeadRecord {
  kind: string
  at: number
}

/** A lead's record where there is one: a contact's record may be made for somebody who never was a lead. */
function firstLead(records: readonly LeadRecord[]): number | null {
  const leads = records.filter(({ kind }) => kind === 'lead')
  const of = leads.length > 0 ? leads : records
  return of.length === 0 ? null : Math.min(...of.map(({ at }) => at))
}

async function leadsOf({ db }: Reading, contactNos: ReadonlySet<number>): Promise<Map<number, LeadRecord[]>> {
  if (contactNos.size === 0) return new Map()
  const rows = await db.execute<{ contact_no: number; kind: string; at: string }>(sql`
    select f.contact_no, f.kind, f.value ->> 'createdAt' as at from fact f
    where f.contact_no = any(${`{${[...contactNos].join(',')}}`}::int[]) and f.kind in ('lead', 'crm_contact')
      and not f.withdrawn and f.value ->> 'createdAt' is not null
      and not exists (select 1 from fact newer where newer.kind = f.kind and newer.source = f.source
        and newer.source_key = f.source_key and newer.version > f.version offset 0)`)
  return Map.groupBy(
    rows.map(({ contact_no, kind, at }) => ({ contact_no, kind, at: Date.parse(at) })),
    ({ contact_no }) => contact_no,
  )
}
