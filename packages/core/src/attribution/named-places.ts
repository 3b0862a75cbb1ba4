import type { Inside } from '@throughline/db'
import { recordNames } from './names.store.ts'
import { readPlaces, type NumberedPlace } from './places.store.ts'

/** A place with what its records are called. */
export interface NamedPlace extends NumberedPlace {
  /** Null where nothing is named, or its record says no name. */
  names: { campaign: string | null; adSet: string | null; ad: string | null; creative: string | null }
}

/** Places by number, of those asked for, with names for whoever shows them. Number 0, nowhere, is none of them. */
export async function namedPlaces(inside: Inside, placeNos: Iterable<number>): Promise<Map<number, NamedPlace>> {
  const { byNo } = await readPlaces(inside)
  const wanted = [...new Set(placeNos)].flatMap((no) => byNo.get(no) ?? [])
  const nameOf = await recordNames(inside, wanted.flatMap(recordsOf))
  return new Map(
    wanted.map((place) => {
      const called = (kind: string, key: string | null) =>
        key === null ? null : (nameOf({ kind, source: place.source ?? '', key }) ?? null)
      const names = {
        campaign: called('campaign', place.campaign),
        adSet: called('ad_set', place.adSet),
        ad: called('ad', place.ad),
        creative: called('creative', place.creative),
      }
      return [place.placeNo, { ...place, names }]
    }),
  )
}

function recordsOf({ source, campaign, adSet, ad, creative }: NumberedPlace) {
  const keys: [string, string | null][] = [
    ['campaign', campaign],
    ['ad_set', adSet],
    ['ad', ad],
    ['creative', creative],
  ]
  return keys.flatMap(([kind, key]) => (key === null || source === null ? [] : [{ kind, source, key }]))
}
