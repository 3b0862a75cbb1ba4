import type { Rng } from '@throughline/stats'
import { giversOf, type Giver } from '../audience.ts'
import type { Donor } from '../donor.ts'
import type { Given } from '../gift.ts'
import type { Millis } from '../line-item.ts'
import type { ClientWorld } from '../world.ts'
import type { ZoneClock } from '../zone-clock.ts'
import { dealsAround, type Deal } from './deal.ts'

/** Whom one CRM of a client knows, and what is worked for there. */
export interface CrmBook {
  /** In order of when they were entered. */
  readonly people: readonly Giver[]
  readonly deals: readonly Deal[]
  /** What a gift adds; nothing where it is none of this CRM's business. */
  gave(order: Given): { person?: Giver; deals: Deal[] }
}

/** What a CRM is for: gifts from so many times the middle one, to below so many, and who else is entered. */
interface Purpose {
  from: number
  below: number
  knows: (donor: Donor, rng: Rng) => boolean
}

/** Gifts of some size are written down in the marketing CRM, the largest by those who look after major donors: never in both. */
export const marketing = (share: number): Purpose => ({
  ...{ from: 3, below: 8 },
  knows: ({ donorNo }, rng) => rng.split(`in crm ${donorNo}`).chance(share),
})
export const majorGifts: Purpose = { from: 8, below: Infinity, knows: () => false }

const minute = 60_000

export function openCrmBook(place: ClientWorld, rng: Rng, purpose: Purpose): CrmBook {
  const { medianMinor } = place.client
  const isOurs = ({ plan, minor, donor }: Given) =>
    plan === null && donor.email !== null && minor >= purpose.from * medianMinor && minor < purpose.below * medianMinor
  // Half of the smaller ones come by themselves.
  const isWorkedFor = (order: Given) => purpose.below === Infinity || rng.split(`worked ${order.order}`).chance(0.5)
  const dealsOf = (order: Given, expected: boolean) =>
    isOurs(order) && isWorkedFor(order) ? dealsAround(rng, order, expected) : []

  const deals = [...place.orders].sort((a, b) => a.placedAt - b.placedAt).flatMap((order) => dealsOf(order, true))
  const known = giversOf(place.orders, (donor) => donor.email !== null && purpose.knows(donor, rng))
  const people = new Map(known.map(({ donor, since }) => [donor.donorNo, { donor, since: since + 5 * minute }]))
  for (const { donor, moves } of deals) {
    const madeAt = (moves[0]?.at ?? 0) - 2 * minute
    const since = Math.min(people.get(donor.donorNo)?.since ?? Infinity, madeAt)
    people.set(donor.donorNo, { donor, since })
  }
  return {
    get people() {
      return [...people.values()].sort((a, b) => a.since - b.since || a.donor.donorNo - b.donor.donorNo)
    },
    deals,
    gave(order) {
      const { donor, placedAt } = order
      const fresh = dealsOf(order, false)
      deals.push(...fresh)
      const entered = donor.email !== null && (fresh.length > 0 || purpose.knows(donor, rng))
      if (!entered || people.has(donor.donorNo)) return { deals: fresh }
      const person = { donor, since: placedAt + 2 * minute }
      people.set(donor.donorNo, person)
      return { person, deals: fresh }
    },
  }
}

/** What the world knows of a CRM's deals at a moment. Cents, by day of the client's zone. */
export interface DealTotals {
  deals: number
  open: number
  won: number
  lost: number
  /** What deals made that day promise. */
  pipelineMinor: Map<string, number>
  wonMinor: Map<string, number>
}

export function dealTotals(deals: readonly Deal[], clock: ZoneClock, until: Millis): DealTotals {
  const totals: DealTotals = { deals: 0, open: 0, won: 0, lost: 0, pipelineMinor: new Map(), wonMinor: new Map() }
  const add = (days: Map<string, number>, at: Millis, minor: number) => {
    const day = clock.day(at)
    days.set(day, (days.get(day) ?? 0) + minor)
  }
  for (const { moves, minor } of deals) {
    const made = moves.filter(({ at }) => at <= until)
    const [first, last] = [made[0], made.at(-1)]
    if (!first || !last) continue
    totals.deals += 1
    add(totals.pipelineMinor, first.at, minor)
    if (last.stage === 'won') add(totals.wonMinor, last.at, minor)
    totals[last.stage === 'won' || last.stage === 'lost' ? last.stage : 'open'] += 1
  }
  return totals
}
