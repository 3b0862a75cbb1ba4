import { creditChannels, type CreditChannel } from '../place.ts'
import type { NumberedPlace } from '../places.store.ts'

/** What credit is shown by. */
export const creditBy = ['channel', 'campaign', 'ad_set', 'ad', 'creative', 'refcode', 'list', 'partner'] as const
export type CreditBy = (typeof creditBy)[number]

/** Places whose credit is one row. */
interface PlaceGroup {
  /** Null: nowhere. */
  key: string | null
  channel: CreditChannel | null
  /** The record whose name it has; null for a channel, a code, a list, a partner. */
  record: { kind: string; source: string; key: string } | null
  /** What it is called without a record. */
  text: string | null
}

export interface Grouped {
  /** By place number; number 0 is nowhere. */
  channelOf: Uint8Array
  groupOf: Uint32Array
  groups: PlaceGroup[]
}

const field = {
  campaign: 'campaign',
  ad_set: 'adSet',
  ad: 'ad',
  creative: 'creative',
  refcode: 'refcode',
  list: 'list',
  partner: 'partner',
} as const
const records: ReadonlySet<CreditBy> = new Set(['campaign', 'ad_set', 'ad', 'creative'])

/** Groups places by what they have in common; those of which it is not known are grouped by their channel. */
export function groupPlaces(places: ReadonlyMap<number, NumberedPlace>, by: CreditBy): Grouped {
  const size = Math.max(0, ...places.keys()) + 1
  const channelOf = new Uint8Array(size)
  const groupOf = new Uint32Array(size)
  const groups: PlaceGroup[] = [{ key: null, channel: null, record: null, text: null }]
  const numbers = new Map<string, number>()
  for (const place of places.values()) {
    channelOf[place.placeNo] = creditChannels.indexOf(place.channel)
    const group = groupFor(place, by)
    const name = group.key ?? ''
    const known = numbers.get(name)
    if (known === undefined) {
      numbers.set(name, groups.length)
      groups.push(group)
    }
    groupOf[place.placeNo] = known ?? groups.length - 1
  }
  return { channelOf, groupOf, groups }
}

function groupFor(place: NumberedPlace, by: CreditBy): PlaceGroup {
  const { channel, source } = place
  const value = by === 'channel' ? null : place[field[by]]
  if (value === null) return { key: `in ${channel}`, channel, record: null, text: null }
  if (!records.has(by)) return { key: `${by} ${channel} ${value}`, channel, record: null, text: value }
  return {
    key: `${by} ${source ?? ''} ${value}`,
    channel,
    record: { kind: by, source: source ?? '', key: value },
    text: value,
  }
}
