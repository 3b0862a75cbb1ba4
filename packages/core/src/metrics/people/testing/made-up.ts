import fc from 'fast-check'
import { stripKinds, type ContactLink } from '../../../ledger/index.ts'
import { joinActivity, joinGifts, type ActivityColumns, type GiftColumns } from '../columns.ts'
import { dayNumber, dayOfNumber } from '../day-number.ts'

/** The days that made-up things happen on begin here. */
export const firstDay = dayNumber('2026-03-01')
export const dayAt = (on: number): string => dayOfNumber(firstDay + on)
export const secAt = (on: number, second: number): number => (firstDay + on) * 86_400 + second

/** An event put in by a batch, and taken back by the next one or not. */
export interface MadeEvent {
  contact: number
  on: number
  second: number
  kind: number
  campaign: number
  channel: number
  recorded: number
  takenBack: boolean
}
/** A gift, likewise. */
export type MadeGift = Omit<MadeEvent, 'campaign' | 'channel'>

const happening = {
  contact: fc.nat(5),
  on: fc.nat(9),
  second: fc.nat(3),
  recorded: fc.integer({ min: 1, max: 4 }),
  takenBack: fc.boolean(),
}
export const madeEvents = fc.array(
  fc.record({ ...happening, kind: fc.integer({ min: 1, max: 3 }), campaign: fc.nat(2), channel: fc.nat(2) }),
  { maxLength: 40 },
)
export const madeGifts = fc.array(
  fc.record({
    ...happening,
    on: fc.nat(120),
    kind: fc.constantFrom(stripKinds.gift, stripKinds.recurring_gift, stripKinds.refund),
  }),
  { maxLength: 30 },
)
/** Contact 1 is part of contact 2 from batch 3 on, contact 4 of contact 5 until batch 4. */
export const links: ContactLink[] = [
  { from: 4, into: 5, linked: true, batch: 2, cause: 'merge' },
  { from: 1, into: 2, linked: true, batch: 3, cause: 'merge' },
  { from: 4, into: 5, linked: false, batch: 4, cause: 'unmerge' },
]

/** What is effective at a batch. */
export const effective = <T extends { recorded: number; takenBack: boolean }>(all: readonly T[], batch: number): T[] =>
  all.filter(({ recorded, takenBack }) => recorded <= batch && !(takenBack && recorded + 1 <= batch))

type Entry = MadeGift & { sign: number; campaign?: number; channel?: number }
const entriesOf = (all: readonly (MadeGift & { campaign?: number; channel?: number })[]): [number, Entry[]][] => {
  const entries = all.flatMap((each): Entry[] => [
    { ...each, sign: 1 },
    ...(each.takenBack ? [{ ...each, sign: 255, recorded: each.recorded + 1 }] : []),
  ])
  return [...Map.groupBy(entries, ({ on }) => on)].sort(([a], [b]) => a - b)
}
const bytes = (array: Uint8Array | Uint16Array | Uint32Array) =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
const u32 = (list: readonly Entry[], of: (each: Entry) => number) => bytes(Uint32Array.from(list, of))

/** Strips of these events, in the order in which they came, a day in up to two pieces. */
export const activityOf = (all: readonly MadeEvent[]): ActivityColumns =>
  joinActivity(
    entriesOf(all).flatMap(([on, list]) =>
      halves(list).map((piece) => ({
        day: dayAt(on),
        n: piece.length,
        contact: u32(piece, ({ contact }) => contact),
        kind: bytes(Uint16Array.from(piece, ({ kind }) => kind)),
        sign: Uint8Array.from(piece, ({ sign }) => sign),
        sec: u32(piece, ({ second }) => secAt(on, second)),
        campaign: u32(piece, ({ campaign }) => campaign ?? 0),
        creative: null,
        channel: Uint8Array.from(piece, ({ channel }) => channel ?? 0),
        region: null,
        recorded: u32(piece, ({ recorded }) => recorded),
      })),
    ),
  )

export const giftsOf = (all: readonly MadeGift[]): GiftColumns =>
  joinGifts(
    entriesOf(all).flatMap(([on, list]) =>
      halves(list).map((piece) => ({
        day: dayAt(on),
        n: piece.length,
        contact: u32(piece, ({ contact }) => contact),
        kind: Uint8Array.from(piece, ({ kind }) => kind),
        sign: Uint8Array.from(piece, ({ sign }) => sign),
        sec: u32(piece, ({ second }) => secAt(on, second)),
        recorded: u32(piece, ({ recorded }) => recorded),
      })),
    ),
  )

const halves = <T>(list: readonly T[]): T[][] =>
  [list.slice(0, Math.ceil(list.length / 2)), list.slice(Math.ceil(list.length / 2))].filter(({ length }) => length > 0)
