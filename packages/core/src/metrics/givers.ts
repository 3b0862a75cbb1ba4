import type { Day } from '@throughline/canonical'
import { stripKinds } from '../ledger/index.ts'

/** The columns of strips that say who gave when. */
export interface GiftStrip {
  day: Day
  n: number
  contact: Uint8Array
  sec: Uint8Array
  kind: Uint8Array
  sign: Uint8Array
  recorded: Uint8Array
}

/** Somebody who gave in a range; people who were merged are one, under the contact that they became. */
export interface Giver {
  contactNo: number
  /** Seconds since 1970 of the first gift in the range. */
  firstSec: number
  /** Had no effective gift before the range. */
  isNew: boolean
}

const numbers = (bytes: Uint8Array): Uint32Array =>
  new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
const isGift = (kind: number | undefined) => kind === stripKinds.gift || kind === stripKinds.recurring_gift

/**
 * Everybody with an effective gift in days [from, to] as known at the batch: those whom `donors` counts. Newest first gift first.
 * Of each moment, gifts put in less gifts taken back are what is effective.
 * @param strips all days up to `to`
 */
export function giversOf(
  strips: readonly GiftStrip[],
  { from, to, batch }: { from: Day; to: Day; batch: number },
  merged: ReadonlyMap<number, number>,
): Giver[] {
  const before = new Map<number, number>()
  const moments = new Map<number, Map<number, number>>()
  for (const strip of strips) {
    if (strip.day > to) continue
    const [contacts, recorded, secs] = [numbers(strip.contact), numbers(strip.recorded), numbers(strip.sec)]
    for (let i = 0; i < strip.n; i++) {
      const contact = contacts[i] ?? 0
      if (contact === 0 || (recorded[i] ?? 0) > batch || !isGift(strip.kind[i])) continue
      const root = merged.get(contact) ?? contact
      const sign = strip.sign[i] === 1 ? 1 : -1
      if (strip.day < from) before.set(root, (before.get(root) ?? 0) + sign)
      else {
        const of = moments.get(root) ?? new Map<number, number>()
        moments.set(root, of.set(secs[i] ?? 0, (of.get(secs[i] ?? 0) ?? 0) + sign))
      }
    }
  }
  const givers: Giver[] = []
  for (const [contactNo, of] of moments) {
    let firstSec = Infinity
    for (const [sec, gifts] of of) if (gifts > 0 && sec < firstSec) firstSec = sec
    if (firstSec < Infinity) givers.push({ contactNo, firstSec, isNew: (before.get(contactNo) ?? 0) <= 0 })
  }
  return givers.sort(newestFirst)
}

const newestFirst = (a: Pick<Giver, 'firstSec' | 'contactNo'>, b: Pick<Giver, 'firstSec' | 'contactNo'>): number =>
  b.firstSec - a.firstSec || b.contactNo - a.contactNo

/** Those that come after a place in the list. */
export const giversAfter = (givers: readonly Giver[], place: Pick<Giver, 'firstSec' | 'contactNo'>): Giver[] =>
  givers.filter((each) => newestFirst(each, place) > 0)
