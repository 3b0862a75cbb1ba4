import type { Inside } from '@throughline/db'
import type { ContactLink } from '../ledger/index.ts'
import { codesOf } from './journeys/codes-of.ts'
import { readHistories } from './journeys/history.store.ts'
import type { Journey } from './journeys/journey.ts'
import { journeysOf } from './journeys/journeys-of.ts'
import { membersOf } from './journeys/members-of.ts'
import { touchesOf } from './journeys/touches-of.ts'
import { dealJourneys } from './deals/deal-journeys.ts'
import { nobody, ownerOf, type Deal } from './deals/deal.ts'
import { readDeals } from './deals/deals.store.ts'
import { withClicks, type TenantReaders } from './readers.store.ts'

/** Every journey of these people, of their gifts and of the deals that are theirs, as their facts and the click ids that were seen say: the one way in which journeys are derived. */
export async function derivePeople(
  inside: Inside,
  members: ReadonlyMap<number, readonly number[]>,
  { links, readers: tenant, timeZone }: { links: readonly ContactLink[]; readers: TenantReaders; timeZone: string },
): Promise<Journey[]> {
  const deals = await dealsOf(inside, members, links)
  const strangers = deals.flatMap(({ people }) => people.filter((person) => !members.has(person)))
  const known = new Map([...members, ...membersOf(strangers, links)].filter(([person]) => person !== nobody))
  const histories = await readHistories(inside, known, links)
  const codes = histories.flatMap(({ conversions }) => conversions.map(({ value }) => codesOf(value, 0)))
  const readers = await withClicks(inside, tenant, codes)
  const historyOf = new Map(histories.map((person) => [person.contactNo, person]))
  const gifts = [...members.keys()].flatMap((person) => {
    const history = historyOf.get(person)
    return history ? journeysOf(history, readers, timeZone) : []
  })
  const touched = (person: number) => {
    const history = historyOf.get(person)
    return history ? touchesOf(history, readers) : []
  }
  const won = [...Map.groupBy(deals, ownerOf).values()].flatMap((own) => dealJourneys(own, touched, timeZone))
  return [...gifts, ...won]
}

/** The won deals that are these people's: one that somebody else stands first in is theirs. */
async function dealsOf(
  inside: Inside,
  members: ReadonlyMap<number, readonly number[]>,
  links: readonly ContactLink[],
): Promise<Deal[]> {
  const deals = await readDeals(inside, { contactNos: [...members.values()].flat(), won: true }, links)
  return deals.filter((deal) => members.has(ownerOf(deal)))
}
