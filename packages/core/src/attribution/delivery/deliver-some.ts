import type { Inside } from '@throughline/db'
import { moveAttributionHead, readAttributionHead } from '../head.store.ts'
import type { Place } from '../place.ts'
import { numberPlaces, readPlaces, type Places } from '../places.store.ts'
import { createDeliveryBooker, movesPlace, movesTo, placesOfFact } from './book-delivery.ts'
import {
  deliveringFactsAt,
  nextStretch,
  recordsAt,
  versionsIn,
  type DeliveringVersion,
} from './delivering-facts.store.ts'
import type { DeliveryMovement } from './delivery-cell.ts'
import { moveDeliveryHead, readDeliveryHead, type DeliveryHead } from './delivery-head.store.ts'
import { appendDelivery, toldAt } from './delivery.store.ts'
import { createDirectory, lookUp, namedIn, saidBy, type Directory } from './directory.ts'
import { isDelivering } from './told-delivery.ts'

const restatedAtOnce = 5_000
/** A batch is booked as it was told, then moved where an ad says more, then piece by piece in another zone. */
const [movesPart, firstZonePart] = [1, 2]

/**
 * Books what platforms and senders report in the next stretch of batches, each under its own number, in the transaction that it is
 * handed. One at a time goes through a tenant's delivery: the caller holds that lock.
 * @returns `batch`: up to where figures may have changed, where they may have
 */
export async function deliverSome(inside: Inside): Promise<{ more: boolean; batch: number | undefined }> {
  const head = await readDeliveryHead(inside)
  if (head.restating) return { more: true, batch: await restateSome(inside, head, head.restating) }
  const stretch = await nextStretch(inside, head.batch)
  if (!stretch) return { more: false, batch: undefined }
  const versions = await versionsIn(inside, head.batch, stretch.upTo)
  const facts = versions.filter(({ kind }) => isDelivering(kind))
  const changed = versions.filter((each) => !isDelivering(each.kind) && saysElse(each))
  if (facts.length > 0 || changed.length > 0) await bookStretch(inside, head, { ...stretch, facts, changed })
  const moved = stretch.zone !== undefined && stretch.zone !== head.timeZone
  await moveDeliveryHead(inside, {
    ...head,
    batch: stretch.upTo,
    restating: moved ? { timeZone: stretch.zone ?? '', after: null, part: firstZonePart } : null,
  })
  return { more: true, batch: facts.length > 0 || changed.length > 0 ? stretch.upTo : undefined }
}

function saysElse({ before, after }: DeliveringVersion): boolean {
  const [was, is] = [before && saidBy(before), saidBy(after)]
  return was?.channel !== is.channel || was?.creative !== is.creative
}

async function bookStretch(
  inside: Inside,
  { batch, timeZone }: DeliveryHead,
  { upTo, facts, changed }: { upTo: number; facts: DeliveringVersion[]; changed: DeliveringVersion[] },
): Promise<void> {
  const known = await readPlaces(inside)
  const touched = placesNaming(known, changed)
  const told = facts.flatMap(({ before, after }) => [...placesOfFact(before, []), ...placesOfFact(after, [])])
  const named = [...touched, ...told].flatMap(namedIn)
  const [was, is] = [
    createDirectory(await recordsAt(inside, named, batch)),
    createDirectory(await recordsAt(inside, named, upTo)),
  ]
  const wanted = facts.flatMap(({ before, after }) => [
    ...placesOfFact(before, [was, is]),
    ...placesOfFact(after, [is]),
  ])
  const moving = touched.filter((place) => movesPlace(place, was, is))
  const places = await withNumbers(inside, known, [...wanted, ...moving.map((place) => lookUp(place, is))])
  const booker = createDeliveryBooker(places.numberOf)
  for (const { before, beforeBatch, after, ...why } of facts) {
    booker.book(before, -1, { timeZone, directory: beforeBatch > batch ? is : was, why })
    booker.book(after, 1, { timeZone, directory: is, why })
  }
  await appendDelivery(inside, booker.movements())
  await appendDelivery(inside, await movesOf(inside, { moving, places, is, changed, upTo }), movesPart)
}

/** Places that may have been told by rows of these ads and campaigns. */
function placesNaming(places: Places, changed: readonly DeliveringVersion[]): Place[] {
  const names = new Set(changed.map(({ kind, source, key }) => `${kind}\0${source}\0${key}`))
  if (names.size === 0) return []
  return [...places.byNo.values()].filter((place) =>
    namedIn(place).some(({ kind, source, key }) => names.has(`${kind}\0${source}\0${key}`)),
  )
}

/** What was told at places that belong elsewhere now, on its way there, under the last batch. */
async function movesOf(
  inside: Inside,
  given: {
    moving: readonly Place[]
    places: Places
    is: Directory
    changed: readonly DeliveringVersion[]
    upTo: number
  },
): Promise<DeliveryMovement[]> {
  const { moving, places, is, changed, upTo } = given
  const cause = changed.at(-1)?.cause ?? 'correction'
  const cells = Map.groupBy(await toldAt(inside, moving.map(places.numberOf)), ({ toldNo }) => toldNo)
  return moving.flatMap((place) =>
    movesTo(cells.get(places.numberOf(place)) ?? [], places.numberOf(lookUp(place, is)), { batch: upTo, cause }),
  )
}

async function withNumbers(inside: Inside, known: Places, wanted: readonly Place[]): Promise<Places> {
  const head = await readAttributionHead(inside)
  const { places, lastNo } = await numberPlaces(inside, wanted, known, head.placeNo)
  if (lastNo !== head.placeNo) await moveAttributionHead(inside, { ...head, placeNo: lastNo })
  return places
}

/** One more piece of all days in another zone, under the batch that changed it. */
async function restateSome(
  inside: Inside,
  head: DeliveryHead,
  { timeZone, after, part }: NonNullable<DeliveryHead['restating']>,
): Promise<number> {
  const { batch } = head
  const { facts, next } = await deliveringFactsAt(inside, { batch, after, limit: restatedAtOnce })
  if (next === null) {
    await moveDeliveryHead(inside, { batch, timeZone, restating: null })
    return batch
  }
  const told = facts.flatMap((fact) => placesOfFact(fact, []))
  const directory = createDirectory(await recordsAt(inside, told.flatMap(namedIn), batch))
  // Every one of them was booked, so it has its numbers.
  const booker = createDeliveryBooker((await readPlaces(inside)).numberOf)
  const why = { batch, cause: 'zone_change' as const }
  for (const fact of facts) {
    booker.book(fact, -1, { timeZone: head.timeZone, directory, why })
    booker.book(fact, 1, { timeZone, directory, why })
  }
  await appendDelivery(inside, booker.movements(), part)
  await moveDeliveryHead(inside, { ...head, restating: { timeZone, after: next, part: part + 1 } })
  return batch
}
