import type { Cause } from '@throughline/canonical'
import type { Door, Inside } from '@throughline/db'
import { jobOf } from '../ingest/inbox.store.ts'
import type { Handler, Queue } from '../jobs/index.ts'
import { contactLinks, zoneAt } from '../ledger/index.ts'
import { judgeCodes, noteClicks } from '../matching/index.ts'
import type { Notifier } from '../notify/index.ts'
import { deliverSome } from './delivery/index.ts'
import { switchedOn } from '../write-back/write-back.store.ts'
import { alone, moveAttributionHead, readAttributionHead, type AttributionHead } from './head.store.ts'
import { dealPeople, noteDealContacts, rebuildDealContacts } from './deals/deal-contacts.store.ts'
import { nobody } from './deals/deal.ts'
import { affectedSince, peopleAfter } from './journeys/affected.store.ts'
import { membersOf } from './journeys/members-of.ts'
import { ownersAfter } from './journeys/owners-after.store.ts'
import { partsOfPeople, peopleOfParts, peopleSharing } from './journeys/same-person.store.ts'
import { keepPeople, type Keeping } from './keep-people.ts'
import { readReaders, type KnownReaders } from './readers.store.ts'
import { readSettings } from './setting.store.ts'

export interface AttributeDeps {
  door: Door
  now: () => Date
  notifier: Pick<Notifier, 'tell'>
  queue: Queue
}

/** Models are fitted from so many journeys on, and again whenever there are twice as many: in between, by the schedule. */
const firstFit = 50

/** People gone through in one transaction. */
const peopleAtOnce = 200
/** Journeys whose people are gone through in one go after what codes mean changed. */
const journeysAtOnce = 1_000

/**
 * Keeps a tenant's journeys and credit current: goes on from the batch that it had come to, a bounded stretch at a time, then through
 * everybody where a rule, a zone or the model changed. A kill loses nothing: what was done is found done.
 */
export function attribute({ door, now, notifier, queue }: AttributeDeps): Handler {
  const known: KnownReaders = new Map()
  const fittedAt = new Map<string, number>()
  return async ({ tenantId }, { until, signal }) => {
    const actor = jobOf(tenantId, 'attribute')
    for (;;) {
      const { more, batch, journeys } = await door.withTenant(actor, tenantId, (inside) => attributeSome(inside, known))
      if (batch !== undefined) {
        notifier.tell({ tenantId, kind: 'batch', batch })
        for (const ref of await door.withTenant(actor, tenantId, switchedOn))
          await queue.add({ tenantId, kind: 'write-back', ref, attempt: 0 })
      }
      if (!more) {
        if (journeys >= Math.max(firstFit, 2 * (fittedAt.get(tenantId) ?? 0))) {
          fittedAt.set(tenantId, journeys)
          await queue.add({ tenantId, kind: 'fit-models', attempt: 0 }, { ifNone: true })
        }
        return 'done'
      }
      if (signal.aborted || now() >= until) return 'again'
    }
  }
}

interface Step {
  /** There is something left to do. */
  more: boolean
  /** Figures may have changed up to this batch. */
  batch: number | undefined
  journeys: number
}

/** One step in the transaction that it is handed: of what was delivered, and of what led to gifts. */
export async function attributeSome(inside: Inside, known: KnownReaders): Promise<Step> {
  await alone(inside)
  const delivered = await deliverSome(inside)
  const followed = await followSome(inside, known)
  return {
    ...followed,
    more: delivered.more || followed.more,
    batch: followed.batch ?? delivered.batch,
  }
}

async function followSome(inside: Inside, known: KnownReaders): Promise<Step> {
  const [head, settings, links, timeZone, readers] = [
    await readAttributionHead(inside),
    await readSettings(inside),
    await contactLinks(inside),
    await zoneAt(inside),
    await readReaders(inside, known),
  ]
  const journeys = head.journeyNo
  const keeping: Keeping = { ...settings, readers, timeZone, sweep: null, linked: null }
  const swept = (cause: Cause): Partial<AttributionHead> => ({ sweep: { to: 0, cause } })

  if (head.modelNo !== settings.current.modelNo) {
    await move(inside, { modelNo: settings.current.modelNo, ...swept(settings.cause) })
    return { more: true, batch: undefined, journeys }
  }
  const affected = await affectedSince(inside, head.batch, new Set(links.flatMap(({ from, into }) => [from, into])))
  if (affected) {
    const linked = links.findLast(({ batch }) => batch > head.batch && batch <= affected.upTo)?.cause ?? null
    const clicked = await noteClicks(inside, { after: head.batch, upTo: affected.upTo })
    const dealt = await noteDealContacts(inside, { after: head.batch, upTo: affected.upTo })
    const people = new Set([
      ...affected.contactNos,
      ...clicked,
      ...(await partsOfPeople(inside, affected.met)).keys(),
      ...(await peopleOfParts(inside, affected.met)),
      ...(await peopleSharing(inside, affected.met)),
      ...dealt,
    ])
    const met = [...people, ...affected.met].filter((no) => no !== nobody)
    for (const person of await dealPeople(inside, [...membersOf(met, links).values()].flat())) people.add(person)
    const batch = await keepAll(inside, [...people], { ...keeping, linked })
    await move(inside, {
      batch: affected.upTo,
      ...(affected.everybody ? swept(affected.everybody) : {}),
      ...(affected.dictionary ? { lookedUpTo: 0 } : {}),
    })
    return { more: true, batch, journeys }
  }
  if (head.sweep) {
    const begins = head.sweep.to === 0
    if (begins) await rebuildDealContacts(inside)
    const people = await peopleAfter(inside, head.sweep.to, peopleAtOnce)
    const batch = await keepAll(inside, begins ? [nobody, ...people] : people, { ...keeping, sweep: head.sweep.cause })
    const last = people.at(-1)
    await move(inside, { sweep: last === undefined ? null : { ...head.sweep, to: last } })
    return { more: true, batch, journeys }
  }
  if (head.lookedUpTo !== null) {
    // Touches are placed by codes as gifts are, so nobody can be left out for what their gifts' codes say.
    const page = await ownersAfter(inside, head.lookedUpTo, journeysAtOnce)
    const batch = await keepAll(inside, [...new Set(page.map(({ contactNo }) => contactNo))], keeping)
    await move(inside, { lookedUpTo: page.at(-1)?.journeyNo ?? null })
    return { more: true, batch, journeys }
  }
  // What codes mean may have changed without any journey changing: whoever reviews them is to see it.
  const dictionary = known.get(inside.tenantId)
  return { more: dictionary !== undefined && (await judgeCodes(inside, dictionary)), batch: undefined, journeys }
}

/** @returns the last batch that was written, if one was */
async function keepAll(inside: Inside, contactNos: readonly number[], keeping: Keeping): Promise<number | undefined> {
  let last: number | undefined
  for (let from = 0; from < contactNos.length; from += peopleAtOnce)
    last = (await keepPeople(inside, contactNos.slice(from, from + peopleAtOnce), keeping)).batch ?? last
  return last
}

/** Numbers given out meanwhile stay given out. */
async function move(inside: Inside, to: Partial<AttributionHead>): Promise<void> {
  await moveAttributionHead(inside, { ...(await readAttributionHead(inside)), ...to })
}
