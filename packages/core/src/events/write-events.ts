import { causes, Conflict } from '@throughline/canonical'
import { eventSources } from '@throughline/canonical/event'
import type { Inside } from '@throughline/db'
import { knownIdentities, writePeople } from '../contacts/resolve.store.ts'
import { identityName, resolveContacts, type HashedIdentity } from '../contacts/resolve.ts'
import { lockLedger, moveHead } from '../ledger/head.store.ts'
import { zoneClock } from '../ledger/index.ts'
import type { TenantKeyring } from '../secrets/index.ts'
import { appendActivityStrips } from './activity-strip.store.ts'
import { activityOf } from './activity.ts'
import { addActivity } from './activity.store.ts'
import { keepDelivery, type SealedDelivery } from './delivery.store.ts'
import { appendEvents, eventHead, takeKeys } from './event.store.ts'
import type { EventIdentity, TakenEvent } from './judged.ts'
import type { KnownPeople } from './known-people.ts'
import { measureOf } from './measure-of.ts'
import { numbersOf, type KnownNames, type NameOf } from './names.store.ts'
import { stripKindOf } from './strip-kind.ts'
import type { WrittenEvent } from './written-event.ts'

export interface WriteEventsInput {
  events: readonly TakenEvent[]
  /** The raw requests that they came in. */
  deliveries: readonly SealedDelivery[]
  origin: 'events' | 'import'
  originId?: string
  keyring: Pick<TenantKeyring, 'hash' | 'version'>
  /** Of this tenant, as remembered. */
  names?: KnownNames
  /** Of this tenant, as remembered. */
  people?: KnownPeople
  now: Date
}

export interface WrittenEvents {
  /** By the event's place in the input: it was new. Else its id had been taken before. */
  fresh: boolean[]
  /** Undefined where nothing was new: then no number was used. */
  batch: number | undefined
  /** To be remembered after the commit. */
  met: ReadonlyMap<string, number>
  metPeople: ReadonlyMap<string, number>
}

const causeNo = (late: boolean) => causes.indexOf(late ? 'late' : 'new')

/**
 * Writes events to a tenant in the transaction it is handed: what makes them one, who they are of, the rows, what is counted, and
 * their strips, in one numbered batch. Of one id the first counts, whatever later ones say.
 *
 * @throws Conflict for what happened in a month that was forgotten after it was judged: judged again, it is refused
 *
 * Two round trips whatever the number of events; aim at 500 to 1,000 a call. Months of `event` are to be there: see `ensureMonths`.
 */
export async function writeEvents(inside: Inside, input: WriteEventsInput): Promise<WrittenEvents> {
  const { events, keyring, now } = input
  const first = new Map<string, number>()
  for (const [i, { eventId }] of events.entries()) if (!first.has(eventId)) first.set(eventId, i)
  const unique = [...first.values()].flatMap((i) => events[i] ?? [])
  const hash = hasher(keyring)
  const remembered = input.people ?? new Map<string, number>()
  const people = new Map<string, { key: HashedIdentity; others: HashedIdentity[] }>()
  const personOf = new Map<TakenEvent, { name: string; seenAs: string }>()
  for (const event of unique)
    if (event.person) {
      const key = hash(event.person.key)
      const name = identityName(key)
      const others = event.person.others.map(hash)
      // Somebody known who is met with another device is not remembered so: that it is theirs is written first.
      const seenAs = [key, ...others].map(identityName).join('\0')
      personOf.set(event, { name, seenAs })
      if (remembered.has(seenAs)) continue
      const known = people.get(name)
      if (known) known.others.push(...others)
      else people.set(name, { key, others })
    }
  const keys = [...people.values()].map(({ key }) => key)

  // Sent together: the lock is taken before what follows it is read.
  const [, head, known, taken, { no, met }] = await Promise.all([
    lockLedger(inside),
    eventHead(inside),
    knownIdentities(inside, keys),
    takeKeys(inside, unique),
    numbersOf(inside, unique.flatMap(namesOf), input.names ?? new Map<string, number>()),
  ])
  if (unique.some(({ happenedAt }) => happenedAt < head.from)) throw new Conflict('Of a month that was forgotten.')
  const fresh = unique.filter(({ eventId }) => taken.has(eventId))
  const isFresh = events.map(({ eventId }, i) => first.get(eventId) === i && taken.has(eventId))
  if (fresh.length === 0) return { fresh: isFresh, batch: undefined, met: new Map(), metPeople: new Map() }

  const { contacts, lastContactNo } = resolveContacts(keys, new Set(people.keys()), known, head.contactNo)
  const batch = head.batch + 1
  const clock = zoneClock(head.timeZone)
  const contactOf = (event: TakenEvent) => {
    const person = personOf.get(event)
    return person
      ? (remembered.get(person.seenAs) ?? contacts.get(person.name)?.contactNo ?? 0)
      : (event.contactNo ?? 0)
  }
  const written = fresh.map((event): WrittenEvent => {
    const kind = typeof event.kind === 'number' ? event.kind : no('kind', event.kind.name)
    const ours = (eventSources as readonly string[]).indexOf(event.source) + 1
    return {
      ...clock(event.happenedAt),
      eventId: event.eventId,
      happenedAt: event.happenedAt,
      kind,
      contactNo: contactOf(event),
      campaignNo: no('campaign', event.campaign),
      creativeNo: no('creative', event.creative),
      channel: event.channel,
      region: no('region', event.region),
      source: ours > 0 ? ours : no('source', event.source),
      cause: causeNo(event.late),
      amount: event.amount,
      measure: measureOf(kind, event.withheld, event.engagement),
      properties: event.properties,
    }
  })
  const newPeople = [...contacts].filter(([, contact]) => contact.fresh)
  await Promise.all([
    ...appendEvents(
      inside,
      { batch, recordedAt: head.recordedAt, origin: input.origin, originId: input.originId },
      written,
    ),
    ...addActivity(inside, new Date(head.recordedAt).toISOString().slice(0, 10), activityOf(written)),
    ...writePeople(
      inside,
      {
        contacts: newPeople.flatMap(([name, { contactNo, erased }]) => {
          const key = people.get(name)?.key
          return key ? [{ contactNo, key, erased }] : []
        }),
        others: [...contacts].flatMap(([name, { contactNo, erased }]) =>
          erased ? [] : (people.get(name)?.others ?? []).map((other) => ({ ...other, contactNo })),
        ),
        keys: [],
        vaults: [],
      },
      { batch, now, keyVersion: keyring.version },
    ),
    moveHead(inside, { batch, contactNo: lastContactNo }),
    keepDelivery(inside, input.deliveries, batch, [...new Set(written.map(({ contactNo }) => contactNo))]),
    appendActivityStrips(
      inside,
      written.filter(({ contactNo }) => contactNo > 0).map((event) => stripOf(event, batch)),
    ),
  ])
  const metPeople = new Map(
    [...personOf.values()].flatMap(({ name, seenAs }) => {
      const contact = contacts.get(name)
      return contact ? [[seenAs, contact.contactNo] as const] : []
    }),
  )
  return { fresh: isFresh, batch, met, metPeople }
}

/** An event as strips hold it. */
const stripOf = (event: WrittenEvent, batch: number) => ({
  day: event.day,
  contact: event.contactNo,
  sec: Math.floor(event.happenedAt / 1000),
  kind: stripKindOf(event.kind, event.measure),
  sign: 1 as const,
  campaign: event.campaignNo,
  creative: event.creativeNo,
  channel: event.channel,
  region: event.region,
  recorded: batch,
  cause: event.cause,
})

function namesOf({ campaign, creative, region, source, kind }: TakenEvent): { of: NameOf; name: string }[] {
  const names: { of: NameOf; name: string }[] = []
  if (campaign !== undefined) names.push({ of: 'campaign', name: campaign })
  if (creative !== undefined) names.push({ of: 'creative', name: creative })
  if (region !== undefined) names.push({ of: 'region', name: region })
  if (!(eventSources as readonly string[]).includes(source)) names.push({ of: 'source', name: source })
  if (typeof kind === 'object') names.push({ of: 'kind', name: kind.name })
  return names
}

/** Hashes each identity once: people come again and again. */
function hasher(keyring: Pick<TenantKeyring, 'hash'>): (identity: EventIdentity) => HashedIdentity {
  const hashes = new Map<string, HashedIdentity>()
  return ({ kind, text }) => {
    const name = `${kind}\0${text}`
    let known = hashes.get(name)
    if (!known) hashes.set(name, (known = { kind, hash: keyring.hash(kind, text) }))
    return known
  }
}
