import { createEmulator, type HubSpotEmulator, type HubSpotLedger } from '@throughline/connector-hubspot/emulator'
import { createRng } from '@throughline/stats'
import type { Giver } from '../audience.ts'
import { marketing, openCrmBook, type CrmBook } from '../crm/crm-book.ts'
import type { Deal, DealStage } from '../crm/deal.ts'
import type { Given } from '../gift.ts'
import type { Millis } from '../line-item.ts'
import { hostOf, keyShown, lazily, type OutsideSystem, type SystemHappening, type SystemOptions } from './system.ts'
import { wordOf, wordsFrom } from './system-secrets.ts'

const owners = ['Robin', 'Sasha', 'Jules']
const ownerId = (n: number): string => String(7_100_200 + (n % owners.length))

/** The client's marketing CRM: those who gave and are written to, the larger gifts as deals, a campaign for each month's e-mails. */
export function openHubSpot(options: SystemOptions): OutsideSystem & {
  book(): CrmBook
  emulator(): HubSpotEmulator
  /** The token that was typed is good no longer; gives the one that is. */
  revoke(): Record<string, string>
} {
  const { place, clock, random, seed, secret, end } = options
  const { client } = place
  const bytes = wordsFrom(secret, client.slug, 'hubspot')
  const privateApp = { token: `pat-na1-${wordOf(bytes('token'))}`, secret: wordOf(bytes('secret')) }
  const anew = `pat-na1-${wordOf(bytes('token made anew'))}`
  const secrets = { privateAppToken: privateApp.token, privateAppSecret: privateApp.secret }
  const config = {
    leads: 'lifecycle' as const,
    campaigns: true,
    forms: true,
    contactProperties: [],
    dealProperties: [],
  }
  let told = false
  const book = lazily(() => openCrmBook(place, createRng(`hubspot ${seed} ${client.slug}`), marketing(client.inCrm)))
  const emulator = lazily(() =>
    createEmulator({
      ...{ clock, random, config, zone: client.timeZone, privateApp: { ...privateApp } },
      ...{ portalId: String(40_000_000 + client.entityId), portalName: client.name },
      seed: (ledger) => {
        // Its history is nobody's news.
        const { onEvent } = ledger
        ledger.onEvent = () => {}
        fill(ledger, options, book(), end)
        ledger.onEvent = onEvent
      },
    }),
  )
  const news = () => {
    const deliveries = emulator().takeDeliveries('private_app')
    return told ? deliveries : []
  }
  const moveTo = (deal: Deal, at: Millis, n: number): SystemHappening => ({
    at,
    happen: () => {
      const { ledger } = emulator()
      if (n === 0) addDeal(ledger, deal, at)
      else ledger.moveStage(idOf(deal), stages[deal.moves[n]?.stage ?? 'found'], at)
      return news()
    },
  })
  const moves = (deal: Deal, from: Millis, to: Millis) =>
    deal.moves.flatMap(({ at }, n) => (at >= from && at < to ? [moveTo(deal, at, n)] : []))
  const ofHistory = lazily(() => [...book().deals])
  return {
    ...{ connector: 'hubspot', name: 'HubSpot', config, secrets, book, emulator },
    owns: (request) => hostOf(request) === 'api.hubapi.com' && [privateApp.token, anew].includes(keyShown(request)),
    fetch: (request) => emulator().fetch(request),
    setLimits: (limits) => void (emulator().limits = limits),
    hear(urls) {
      told = true
      const url = urls['private_app']
      if (url !== undefined) emulator().hooks.private_app = url
    },
    revoke() {
      emulator().privateApp.token = anew
      return { ...secrets, privateAppToken: anew }
    },
    happenings(from, to) {
      emulator()
      return ofHistory().flatMap((deal) => moves(deal, Math.max(from, end + 1), to))
    },
    follows(order) {
      emulator()
      ofHistory()
      const { person, deals } = book().gave(order)
      const { ledger } = emulator()
      const entered = person ? [{ at: person.since, happen: () => (addPerson(ledger, person, order), news()) }] : []
      return [...entered, ...deals.flatMap((deal) => moves(deal, -Infinity, Infinity))]
    },
  }
}

/** Stages by the ids that every account begins with. */
const stages: Record<DealStage, string> = {
  ...{ found: 'appointmentscheduled', talking: 'qualifiedtobuy', asked: 'contractsent' },
  ...{ won: 'closedwon', lost: 'closedlost' },
}
const probabilities: Record<DealStage, string> = { found: '0.1', talking: '0.4', asked: '0.7', won: '1.0', lost: '0.0' }
const labels: Record<DealStage, string> = {
  ...{ found: 'Identified', talking: 'In conversation', asked: 'Asked', won: 'Given', lost: 'Declined' },
}

/** Orders count up from a client's own start. */
const numberIn = (order: string): number => Number(/\d+/.exec(order)?.[0] ?? 0)
const idOf = ({ name }: Deal): string => String(numberIn(name) * 4 + (name.endsWith('-2') ? 1 : 0))
const contactId = (donorNo: number): string => String(100_000 + donorNo)

function fill(ledger: HubSpotLedger, { place }: SystemOptions, book: CrmBook, end: Millis): void {
  const { client, start } = place
  ledger.pipelines.push({
    ...{ objectType: 'deals', id: 'default', label: 'Giving' },
    stages: (Object.keys(stages) as DealStage[]).map((stage) => ({
      ...{ id: stages[stage], label: labels[stage], probability: probabilities[stage] },
      isClosed: stage === 'won' || stage === 'lost',
    })),
  })
  for (const [n, firstName] of owners.entries())
    ledger.owners.push({
      ...{ id: ownerId(n), email: `${firstName.toLowerCase()}@${client.slug}.example`, firstName, lastName: 'Staff' },
      ...{ type: 'PERSON', createdAt: start },
    })
  ledger.forms.push({
    id: `01234567-89ab-4def-8123-${String(client.entityId).padStart(12, '0')}`,
    name: 'Newsletter',
    createdAt: start,
  })
  const firstOrders = new Map<number, Given>()
  for (const order of place.orders)
    if (!firstOrders.has(order.donor.donorNo)) firstOrders.set(order.donor.donorNo, order)
  const entered = book.people.filter(({ since }) => since <= end)
  for (const person of entered) addPerson(ledger, person, firstOrders.get(person.donor.donorNo))
  for (const deal of book.deals) if ((deal.moves[0]?.at ?? Infinity) <= end) addDeal(ledger, deal, end)
  addCampaigns(
    ledger,
    place.orders,
    new Set(entered.map(({ donor }) => donor.donorNo)),
    (at) => place.clock.day(at),
    end,
  )
}

function addPerson(ledger: HubSpotLedger, { donor, since }: Giver, order: Given | undefined): void {
  const code = order?.refcode ?? ''
  const source = code.startsWith('fb_') ? 'PAID_SOCIAL' : code.startsWith('em_') ? 'EMAIL_MARKETING' : 'DIRECT_TRAFFIC'
  ledger.add('contacts', {
    id: contactId(donor.donorNo),
    at: since,
    properties: {
      ...{ email: donor.email, firstname: donor.firstName, lastname: donor.lastName, phone: donor.phone },
      ...{ city: donor.place.city, state: donor.place.state, zip: donor.place.zip, country: 'United States' },
      ...{ lifecyclestage: 'customer', hs_analytics_source: source, hs_analytics_source_data_1: code || null },
      hubspot_owner_id: ownerId(donor.donorNo),
    },
  })
}

/** A deal with the moves it has made until then. */
function addDeal(ledger: HubSpotLedger, deal: Deal, until: Millis): void {
  const made = deal.moves.filter(({ at }) => at <= until)
  const [first, last] = [made[0], made.at(-1)]
  if (!first || !last) return
  ledger.add('deals', {
    ...{ id: idOf(deal), at: first.at, modifiedAt: last.at, contacts: [contactId(deal.donor.donorNo)] },
    stages: made.map(({ stage, at }) => ({ stage: stages[stage], at })),
    properties: {
      ...{ dealname: `${deal.donor.lastName} gift`, amount: (deal.minor / 100).toFixed(2), deal_currency_code: 'USD' },
      hubspot_owner_id: ownerId(deal.donor.donorNo),
      closedate: new Date((deal.moves.at(-1)?.at ?? last.at) - 3_600_000).toISOString(),
      hs_deal_stage_probability: probabilities[last.stage],
    },
  })
}

const membersAtMost = 60

/** Each month's e-mails, and the contacts who gave for them. */
function addCampaigns(
  ledger: HubSpotLedger,
  orders: readonly Given[],
  known: ReadonlySet<number>,
  dayOf: (at: Millis) => string,
  end: Millis,
): void {
  const ofEmail = orders.filter(({ refcode, donor }) => refcode?.startsWith('em_') && known.has(donor.donorNo))
  for (const [month, of] of Map.groupBy(ofEmail, ({ placedAt }) => dayOf(placedAt).slice(0, 7))) {
    const members = [...new Set(of.map(({ donor }) => contactId(donor.donorNo)))].slice(0, membersAtMost)
    const createdAt = Math.min(...of.map(({ placedAt }) => placedAt)) - 3_600_000
    ledger.campaigns.push({
      ...{ id: `39c4f7d0-0000-4000-8000-${month.replace('-', '').padStart(12, '0')}`, createdAt, members },
      updatedAt: Math.min(end, createdAt + 35 * 86_400_000),
      properties: {
        ...{ hs_name: `E-mails ${month}`, hs_start_date: `${month}-01`, hs_campaign_status: 'completed' },
        hs_utm: `em_${month.replace('-', '')}`,
      },
    })
  }
}
