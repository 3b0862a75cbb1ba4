import { deliveryChannels } from '@throughline/canonical/event'
import { activityKinds } from '../../events/index.ts'
import type { PlacePart } from '../stores/place-rows.ts'
import type { ActivityColumns } from './columns.ts'
import { dayNumber } from './day-number.ts'
import { collecting, type Collected } from './moments.ts'
import type { ToldTouches } from './read-touches.store.ts'

/** What people saw, of our own events and of what sources tell, with where each came from. */
export interface Seen {
  all: Collected
  /** Of each, its place in the list. */
  place: Uint32Array
  places: readonly (PlacePart | undefined)[]
}

/** Channels by which something is sent to one person: it is seen when it was delivered. The others are seen when they are viewed. */
const sent: ReadonlySet<string> = new Set(['push', 'email', 'sms', 'in_app', 'mail', 'call'])
const isSent = deliveryChannels.map((channel) => sent.has(channel))

/** Whether an event is of somebody seeing something: each message once, however often it is opened. */
export const isSeen = (kind: number, channel: number): boolean =>
  (isSent[channel - 1] ?? false) ? kind === activityKinds.delivered : kind === activityKinds.viewed

/** Whether it is of somebody following a campaign's link. */
export const isClicked = (kind: number): boolean => kind === activityKinds.clicked

/**
 * Collects what people saw, or did, on days of strips and of facts.
 * @param counts which events count
 * @param placeOf where an event came from, by its campaign's and creative's numbers and its channel's
 */
export function collectSeen(
  columns: ActivityColumns,
  touches: readonly ToldTouches[],
  {
    batch,
    roots,
    counts,
    placeOf,
    tagOf = () => 0,
  }: {
    batch: number
    roots: Uint32Array
    counts: (kind: number, channel: number) => boolean
    placeOf: (campaign: number, creative: number, channel: number) => PlacePart | undefined
    tagOf?: ((kind: number) => number) | undefined
  },
): Seen {
  const all = collecting(columns.n + touches.reduce((sum, { n }) => sum + n, 0))
  const place = new Uint32Array(all.root.length)
  const { places, numberOf } = placesMet(placeOf)
  const { contact, kind, sign, sec, channel, campaign, creative, recorded } = columns
  for (const { day, from, to } of columns.days) {
    const no = dayNumber(day)
    for (let i = from; i < to; i++) {
      if (contact[i] === 0 || !counts(kind[i]!, channel![i]!) || (recorded !== null && recorded[i]! > batch)) continue
      all.root[all.n] = roots[contact[i]!]!
      all.day[all.n] = no
      all.sec[all.n] = sec![i]!
      all.tag[all.n] = tagOf(kind[i]!)
      all.sign[all.n] = sign[i] === 1 ? 1 : -1
      place[all.n++] = numberOf(campaign![i]!, creative![i]!, channel![i]!)
    }
  }
  for (const told of touches) {
    const at = places.push(told.place) - 1
    for (let i = 0; i < told.n; i++) {
      all.root[all.n] = roots[told.contact[i]!]!
      all.day[all.n] = told.day[i]!
      all.sec[all.n] = told.sec[i]!
      all.sign[all.n] = 1
      place[all.n++] = at
    }
  }
  return { all, place, places }
}

/** Each place that is met, once. */
function placesMet(placeOf: (campaign: number, creative: number, channel: number) => PlacePart | undefined) {
  const places: (PlacePart | undefined)[] = []
  const known = new Map<number, Map<number, number>>()
  return {
    places,
    numberOf: (campaign: number, creative: number, channel: number): number => {
      const outer = campaign * 256 + channel
      let inner = known.get(outer)
      if (!inner) known.set(outer, (inner = new Map<number, number>()))
      let no = inner.get(creative)
      if (no === undefined) inner.set(creative, (no = places.push(placeOf(campaign, creative, channel)) - 1))
      return no
    },
  }
}

/** Only what passes: at these places, of these people. */
export function seenOf(
  { all, place, places }: Seen,
  { passes, people }: { passes: (place: PlacePart | undefined) => boolean; people?: Uint8Array | undefined },
): Seen {
  const pass = Uint8Array.from(places, (each) => (passes(each) ? 1 : 0))
  const kept = collecting(all.n)
  const at = new Uint32Array(all.n)
  for (let i = 0; i < all.n; i++) {
    if (pass[place[i]!] !== 1 || (people !== undefined && people[all.root[i]!] !== 1)) continue
    kept.root[kept.n] = all.root[i]!
    kept.day[kept.n] = all.day[i]!
    kept.sec[kept.n] = all.sec[i]!
    kept.tag[kept.n] = all.tag[i]!
    kept.sign[kept.n] = all.sign[i]!
    at[kept.n++] = place[i]!
  }
  return { all: kept, place: at, places }
}
