import type { Cause } from '@throughline/canonical'
import { placeName, type Place } from '../place.ts'
import { createDelivery, spendKinds, type DeliveryCell, type DeliveryMovement } from './delivery-cell.ts'
import { lookUp, type Directory } from './directory.ts'
import { toldDelivery, type DeliveringFact } from './told-delivery.ts'

/** Books what facts say at the places that they come to. Numbers are asked for where a place has none yet. */
export interface DeliveryBooker {
  book(
    fact: DeliveringFact | undefined,
    sign: 1 | -1,
    how: { timeZone: string; directory: Directory; why: { batch: number; cause: Cause } },
  ): void
  movements(): DeliveryMovement[]
}

export function createDeliveryBooker(numberOf: (place: Place) => number): DeliveryBooker {
  const delivery = createDelivery()
  return {
    book(fact, sign, { timeZone, directory, why }) {
      for (const cell of cellsOf(fact, { timeZone, directory, numberOf })) delivery.add(cell, sign, why)
    },
    movements: () => delivery.movements(),
  }
}

/** What one fact comes to. */
export function cellsOf(
  fact: DeliveringFact | undefined,
  { timeZone, directory, numberOf }: { timeZone: string; directory: Directory; numberOf: (place: Place) => number },
): DeliveryCell[] {
  const told = fact && toldDelivery(fact, timeZone)
  if (!told) return []
  const place = told.looksUp ? lookUp(told.place, directory) : told.place
  const [placeNo, toldNo] = [numberOf(place), numberOf(told.place)]
  return told.amounts.map((amount) => ({ day: told.day, placeNo, toldNo, ...amount }))
}

/** Both places of a fact: as told, and looked up. */
export function placesOfFact(fact: DeliveringFact | undefined, directories: readonly Directory[]): Place[] {
  const told = fact && toldDelivery(fact, 'UTC')
  if (!told) return []
  return [told.place, ...(told.looksUp ? directories.map((directory) => lookUp(told.place, directory)) : [])]
}

/**
 * The way of what was told at a place to where it belongs now that its ad or campaign says something else: out of every other place, in
 * there.
 */
export function movesTo(
  cells: Iterable<DeliveryCell>,
  placeNo: number,
  why: { batch: number; cause: Cause },
): DeliveryMovement[] {
  const delivery = createDelivery()
  for (const cell of cells) {
    if (cell.placeNo === placeNo || !(spendKinds as readonly string[]).includes(cell.kind)) continue
    delivery.add(cell, -1, why)
    delivery.add({ ...cell, placeNo }, 1, why)
  }
  return delivery.movements()
}

/** Whether what an ad or a campaign says now puts a place elsewhere. */
export const movesPlace = (place: Place, before: Directory, after: Directory): boolean =>
  placeName(lookUp(place, before)) !== placeName(lookUp(place, after))
