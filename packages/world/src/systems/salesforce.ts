import {
  createEmulator,
  ownApp,
  type EmulatedOrg,
  type SalesforceEmulator,
} from '@throughline/connector-salesforce/emulator'
import { createRng } from '@throughline/stats'
import type { Giver } from '../audience.ts'
import { majorGifts, openCrmBook, type CrmBook } from '../crm/crm-book.ts'
import type { Deal, DealStage } from '../crm/deal.ts'
import type { Millis } from '../line-item.ts'
import { hostOf, lazily, type OutsideSystem, type SystemHappening, type SystemOptions } from './system.ts'

const stages: Record<DealStage, string> = {
  ...{ found: 'Prospecting', talking: 'Qualification', asked: 'Proposal/Price Quote' },
  ...{ won: 'Closed Won', lost: 'Closed Lost' },
}
const day = 86_400_000

/** Where those who look after major donors keep them: households, their gifts as opportunities, and who came to what. */
export function openSalesforce(
  options: SystemOptions,
): OutsideSystem & { book(): CrmBook; emulator(): SalesforceEmulator } {
  const { place, clock, random, seed, end } = options
  const { client } = place
  const host = `${client.slug}.my.salesforce.com`
  const myDomain = `https://${host}`
  const config = {
    ...{ environment: 'production' as const, currency: 'USD', apiShare: 80, bulkFrom: 10_000, calls: false },
    ...{ furtherFields: [], influenceModel: 'Throughline' },
  }
  const secrets = { ...ownApp, myDomain }
  const book = lazily(() => openCrmBook(place, createRng(`salesforce ${seed} ${client.slug}`), majorGifts))
  const ids = new Ids()
  const emulator = lazily(() => {
    const made = createEmulator({
      ...{ clock, random, config, records: 'bare' },
      org: { orgId: `00D5e00000${client.entityId}`, name: client.name, zone: client.timeZone },
    })
    made.knobs.oauth.instanceUrl = myDomain
    fill(made, options, book(), ids, end)
    return made
  })
  const moveTo = (deal: Deal, at: Millis, n: number): SystemHappening => ({
    at,
    happen: () => {
      const { org } = emulator()
      if (n === 0) addDeal(emulator(), ids, deal, at)
      else
        org.update(
          'Opportunity',
          ids.of(deal.name),
          { StageName: stages[deal.moves[n]?.stage ?? 'found'] },
          new Date(at),
        )
      return []
    },
  })
  const moves = (deal: Deal, from: Millis, to: Millis) =>
    deal.moves.flatMap(({ at }, n) => (at >= from && at < to ? [moveTo(deal, at, n)] : []))
  const ofHistory = lazily(() => [...book().deals])
  return {
    ...{ connector: 'salesforce', name: 'Salesforce', config, secrets, book, emulator },
    owns: (request) => hostOf(request) === host,
    fetch: (request) => emulator().fetch(request),
    setLimits: (limits) => void (emulator().limits = limits),
    hear: () => {},
    happenings(from, to) {
      emulator()
      return ofHistory().flatMap((deal) => moves(deal, Math.max(from, end + 1), to))
    },
    follows(order) {
      emulator()
      ofHistory()
      const { person, deals } = book().gave(order)
      const entered = person ? [{ at: person.since, happen: () => (addPerson(emulator(), ids, person), []) }] : []
      return [...entered, ...deals.flatMap((deal) => moves(deal, -Infinity, Infinity))]
    },
  }
}

/** Which record stands for what. */
class Ids {
  readonly #ids = new Map<string, string>()

  of(name: string): string {
    const id = this.#ids.get(name)
    if (id === undefined) throw new Error(`the org has no ${name}`)
    return id
  }

  has = (name: string): boolean => this.#ids.has(name)
  set = (name: string, id: string): void => void this.#ids.set(name, id)
}

const person = (donorNo: number): string => `person ${donorNo}`
const household = (donorNo: number): string => `household ${donorNo}`

function fill(made: SalesforceEmulator, { place }: SystemOptions, book: CrmBook, ids: Ids, end: Millis): void {
  addCampaigns(made.org, place, ids, end)
  for (const giver of book.people) if (giver.since <= end) addPerson(made, ids, giver)
  for (const deal of book.deals) if ((deal.moves[0]?.at ?? Infinity) <= end) addDeal(made, ids, deal, end)
  const comers = new Map(book.people.map(({ donor, since }) => [donor.donorNo, since]))
  for (const { name, at } of datesOf(place, end)) {
    const near = place.orders.filter(({ placedAt }) => placedAt > at - 14 * day && placedAt <= Math.min(at + day, end))
    const who = new Set(near.map(({ donor }) => donor.donorNo).filter((no) => (comers.get(no) ?? Infinity) < at))
    for (const no of [...who].slice(0, 80))
      made.org.insert(
        'CampaignMember',
        {
          ...{ CampaignId: ids.of(name), ContactId: ids.of(person(no)), LeadOrContactId: ids.of(person(no)) },
          ...{ Status: 'Responded', HasResponded: true, FirstRespondedDate: place.clock.day(at) },
        },
        new Date(Math.min(at, end)),
      )
  }
}

/** The dates that the client's year turns on, until now. */
function datesOf({ client, start }: SystemOptions['place'], end: Millis): { name: string; at: Millis }[] {
  const years = [start, end].map((at) => new Date(at).getUTCFullYear())
  return Array.from({ length: (years[1] ?? 0) - (years[0] ?? 0) + 1 }, (_, n) => (years[0] ?? 0) + n)
    .flatMap((year) => client.cycleDates(year).map(({ name, day: on }) => ({ name: `${name} ${year}`, on })))
    .map(({ name, on }) => ({ name, at: Date.parse(`${on}T17:00:00Z`) }))
    .filter(({ at }) => at >= start && at <= end)
}

function addCampaigns(org: EmulatedOrg, place: SystemOptions['place'], ids: Ids, end: Millis): void {
  for (const { name, at } of datesOf(place, end)) {
    const on = new Date(at).toISOString().slice(0, 10)
    const fields = { Name: name, Type: 'Event', Status: 'Completed', StartDate: on, EndDate: on, IsActive: false }
    ids.set(name, org.insert('Campaign', fields, new Date(at - 60 * day)).Id)
  }
}

function addPerson({ org, setup }: SalesforceEmulator, ids: Ids, { donor, since }: Giver): void {
  if (ids.has(person(donor.donorNo))) return
  const { firstName: FirstName, lastName: LastName, place } = donor
  const at = new Date(since)
  const OwnerId = setup.users.rep
  const account = org.insert('Account', { Name: `${LastName} household`, Type: 'Household', OwnerId }, at)
  const contact = org.insert(
    'Contact',
    {
      ...{ FirstName, LastName, Name: `${FirstName} ${LastName}`, AccountId: account.Id, OwnerId },
      ...{ Email: donor.email, MobilePhone: donor.phone, LeadSource: 'Donation' },
      ...{ MailingCity: place.city, MailingState: place.state, MailingPostalCode: place.zip },
      MailingCountry: 'United States',
    },
    at,
  )
  ids.set(household(donor.donorNo), account.Id)
  ids.set(person(donor.donorNo), contact.Id)
}

/** An opportunity with the moves it has made until then. */
function addDeal(made: SalesforceEmulator, ids: Ids, deal: Deal, until: Millis): void {
  const { org, setup } = made
  const done = deal.moves.filter(({ at }) => at <= until)
  const [first, ...others] = done
  if (!first) return
  addPerson(made, ids, { donor: deal.donor, since: first.at - 60_000 })
  const { Id } = org.insert(
    'Opportunity',
    {
      ...{ Name: `${deal.donor.lastName} gift`, AccountId: ids.of(household(deal.donor.donorNo)), Type: 'Major gift' },
      ...{ StageName: stages[first.stage], Amount: deal.minor / 100, OwnerId: setup.users.rep, LeadSource: 'Donation' },
      RecordTypeId: setup.recordTypes.newBusiness,
      CloseDate: new Date(deal.moves.at(-1)?.at ?? first.at).toISOString().slice(0, 10),
    },
    new Date(first.at),
  )
  ids.set(deal.name, Id)
  org.insert(
    'OpportunityContactRole',
    { OpportunityId: Id, ContactId: ids.of(person(deal.donor.donorNo)), Role: 'Decision Maker', IsPrimary: true },
    new Date(first.at),
  )
  for (const { stage, at } of others) org.update('Opportunity', Id, { StageName: stages[stage] }, new Date(at))
}
