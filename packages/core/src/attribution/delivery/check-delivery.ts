import type { Inside } from '@throughline/db'
import type { Place } from '../place.ts'
import { numberPlaces, readPlaces } from '../places.store.ts'
import { moveAttributionHead, readAttributionHead } from '../head.store.ts'
import { cellsOf, placesOfFact } from './book-delivery.ts'
import { deliveringFactsAt, recordsAt, type FactPlace } from './delivering-facts.store.ts'
import { deliveryName, type DeliveryCell } from './delivery-cell.ts'
import { readDeliveryHead } from './delivery-head.store.ts'
import { appendDelivery, storedDelivery } from './delivery.store.ts'
import { createDirectory, namedIn } from './directory.ts'

/** A sum of what platforms and senders report that is not what their facts come to. */
export interface DeliveryDifference extends Omit<DeliveryCell, 'minor' | 'n'> {
  expected: { minor: number; n: number }
  found: { minor: number; n: number }
}

const factsAtOnce = 5_000

/** Adds delivery up anew from facts, as far as it is booked. Writes nothing but the numbers of places that have none. */
export async function checkDelivery(inside: Inside): Promise<DeliveryDifference[]> {
  const { batch, timeZone } = await readDeliveryHead(inside)
  let places = await readPlaces(inside)
  const expected = new Map<string, DeliveryCell>()
  for (let after: FactPlace | null = null; ;) {
    const { facts, next } = await deliveringFactsAt(inside, { batch, after, limit: factsAtOnce })
    if (next === null) break
    after = next
    const told: Place[] = facts.flatMap((fact) => placesOfFact(fact, []))
    const directory = createDirectory(await recordsAt(inside, told.flatMap(namedIn), batch))
    const wanted = facts.flatMap((fact) => placesOfFact(fact, [directory]))
    const head = await readAttributionHead(inside)
    const numbered = await numberPlaces(inside, wanted, places, head.placeNo)
    if (numbered.lastNo !== head.placeNo) await moveAttributionHead(inside, { ...head, placeNo: numbered.lastNo })
    places = numbered.places
    for (const fact of facts)
      for (const cell of cellsOf(fact, { timeZone, directory, numberOf: places.numberOf })) {
        const sum = expected.get(deliveryName(cell))
        if (sum) {
          sum.minor += cell.minor
          sum.n += cell.n
        } else expected.set(deliveryName(cell), cell)
      }
  }
  const found = new Map((await storedDelivery(inside)).map((cell) => [deliveryName(cell), cell]))
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((name): DeliveryDifference[] => {
    const [is, has] = [expected.get(name), found.get(name)]
    const cell = is ?? has
    if (!cell || ((is?.minor ?? 0) === (has?.minor ?? 0) && (is?.n ?? 0) === (has?.n ?? 0))) return []
    const { minor: _, n: __, ...where } = cell
    return [{ ...where, expected: sumOf(is), found: sumOf(has) }]
  })
}

const sumOf = (cell: DeliveryCell | undefined) => ({ minor: cell?.minor ?? 0, n: cell?.n ?? 0 })

/** Appends what delivery lacks under a batch of its own: nothing that was reported from is rewritten. */
export async function repairDelivery(
  inside: Inside,
  differences: readonly DeliveryDifference[],
  batch: number,
): Promise<void> {
  await appendDelivery(
    inside,
    differences.map(({ expected, found, ...cell }) => ({
      ...cell,
      minor: expected.minor - found.minor,
      n: expected.n - found.n,
      batch,
      cause: 'reprocess' as const,
    })),
  )
}
