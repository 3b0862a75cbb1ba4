import type { CreditChannel } from '../../attribution/place.ts'
import type { NumberedPlace } from '../../attribution/places.store.ts'
import { isPlaceDimension, type Dimension, type PlaceDimension } from '../registry/dimension.ts'
import type { Filter } from '../registry/measure.ts'

/** Channels by which something is sent to a person. Push and in-app messages are `other` in credit. */
const sending: ReadonlySet<CreditChannel> = new Set(['sms', 'email', 'call', 'mail', 'other'])
const sendsToPeople = (channel: CreditChannel): boolean => sending.has(channel)

const fields = {
  campaign: 'campaign',
  message: 'campaign',
  ad_set: 'adSet',
  ad: 'ad',
  creative: 'creative',
  refcode: 'refcode',
  list: 'list',
  partner: 'partner',
} as const
type Field = Exclude<PlaceDimension, 'channel'>
const records: ReadonlySet<Field> = new Set(['campaign', 'message', 'ad_set', 'ad', 'creative'])

/** A place without a number, as counts of events know it. */
export type PlacePart = Omit<NumberedPlace, 'placeNo'>

/** Names the row that a place counts in, and says which places a filter means. */
export interface PlaceRows {
  /** Null: nowhere known. */
  keyOf(place: PlacePart | undefined, by: PlaceDimension): string | null
  passes(place: PlacePart | undefined, filter: Filter): boolean
}

/**
 * Events name campaigns and creatives without saying whose they are. Where exactly one source has something of that key, it is that;
 * else it is an event's own. So what a platform reports and what our own events tell of one ad are one row.
 */
export function placeRows(places: Iterable<PlacePart>): PlaceRows {
  const owners = new Map<string, Set<string>>()
  for (const place of places)
    for (const field of ['campaign', 'adSet', 'ad', 'creative'] as const) {
      const key = place[field]
      if (key === null || place.source === null || place.source === 'events') continue
      const name = `${field} ${key}`
      const known = owners.get(name)
      if (known) known.add(place.source)
      else owners.set(name, new Set([place.source]))
    }
  const sourceOf = (field: string, key: string, source: string | null): string => {
    if (source !== null && source !== 'events') return source
    const known = owners.get(`${field} ${key}`)
    return known?.size === 1 ? ([...known][0] ?? 'events') : (source ?? '')
  }
  const keyOf = (place: PlacePart | undefined, by: PlaceDimension): string | null => {
    if (place === undefined) return null
    if (by === 'channel') return place.channel
    const value = by === 'message' && !sendsToPeople(place.channel) ? null : place[fields[by]]
    if (value === null) return `in:${place.channel}`
    return records.has(by) ? `${sourceOf(fields[by], value, place.source)}:${value}` : value
  }
  return {
    keyOf,
    passes: (place, filter) =>
      (Object.entries(filter) as [Dimension, readonly (string | null)[] | undefined][]).every(
        ([dimension, keys]) =>
          keys === undefined || !isPlaceDimension(dimension) || keys.includes(keyOf(place, dimension)),
      ),
  }
}

/** Whether something is asked by places at all. */
export const filtersPlaces = (filter: Filter): boolean =>
  (Object.keys(filter) as Dimension[]).some((dimension) => isPlaceDimension(dimension))
