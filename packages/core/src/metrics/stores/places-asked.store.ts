import { sql, type Inside, type SQL } from '@throughline/db'
import { readPlaces } from '../../attribution/places.store.ts'
import { isPlaceDimension, type PlaceDimension } from '../registry/dimension.ts'
import type { Ask } from '../registry/measure.ts'
import { filtersPlaces, placeRows, type PlacePart } from './place-rows.ts'

/** How a store of places reads what is asked. */
export interface PlacesAsked {
  /** True of rows at places that pass the filter. */
  condition: SQL
  passes(placeNo: number): boolean
  placeOf(placeNo: number): PlacePart | undefined
  /** The row that a place counts in; where rows are no places, undefined. */
  rowOf: ((placeNo: number) => string | null) | undefined
}

/** Reads the places of a question, once for all that it asks of a store. */
export async function placesAsked(
  inside: Pick<Inside, 'db'>,
  { by, filter }: Pick<Ask, 'by' | 'filter'>,
): Promise<PlacesAsked> {
  const { byNo } = await readPlaces(inside)
  const rows = placeRows(byNo.values())
  const placeOf = (placeNo: number) => byNo.get(placeNo)
  const wanted = filtersPlaces(filter)
    ? [0, ...byNo.keys()].filter((placeNo) => rows.passes(placeOf(placeNo), filter))
    : undefined
  const among = wanted && new Set(wanted)
  return {
    passes: (placeNo) => among?.has(placeNo) ?? true,
    condition: wanted === undefined ? sql`` : sql`and place_no = any (${`{${wanted.join(',')}}`}::int[])`,
    placeOf,
    rowOf: by !== null && isPlaceDimension(by) ? rowsBy(by) : undefined,
  }
  function rowsBy(dimension: PlaceDimension) {
    return (placeNo: number) => rows.keyOf(placeOf(placeNo), dimension)
  }
}
