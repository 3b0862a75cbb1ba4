import type { Day } from '@throughline/canonical'
import { isGift, numbersIn, signOf, type PeopleStrip } from '../ledger/index.ts'

/** Somebody who gave in a range; people who were merged are one, under the contact that they became. */
export interface Giver {
  contactNo: number
  /** Seconds since 1970 of the first gift in the range. */
  firstSec: number
  /** Had no effective gift before the range. */
  isNew: boolean
}

/**
 * Everybody with an effective gift in days [from, to] as known at the batch: those whom `donors` counts. Newest first gift first.
 * Of each moment, gifts put in less gifts taken back are what is effective.
 * @param strips all days up to `to`, those of the range with their moments
 */
export function giversOf(
  strips: readonly PeopleStrip[],
  { from, to, batch }: { from: Day; to: Day; batch: number },
  merged: ReadonlyMap<number, number>,
): Giver[] {
  const before = new Map<number, number>()
  const moments = new Map<number, Map<number, number>>()
  // The range first: before it only those matter who gave in it.
  for (const strip of strips)
    if (strip.day >= from && strip.day <= to)
      walk(strip, batch, merged, (root, sign, sec) => {
        const of = moments.get(root) ?? new Map<number, number>()
        moments.set(root, of.set(sec, (of.get(sec) ?? 0) + sign))
      })
  for (const strip of strips)
    if (strip.day < from)
      walk(strip, batch, merged, (root, sign) => {
        if (moments.has(root)) before.set(root, (before.get(root) ?? 0) + sign)
      })
  const givers: Giver[] = []
  for (const [contactNo, of] of moments) {
    let firstSec = Infinity
    for (const [sec, gifts] of of) if (gifts > 0 && sec < firstSec) firstSec = sec
    if (firstSec < Infinity) givers.push({ contactNo, firstSec, isNew: (before.get(contactNo) ?? 0) <= 0 })
  }
  return givers.sort(newestFirst)
}

/** Every gift of a strip, put in or taken back, that is known at the batch. */
function walk(
  { n, contact, kind, sign, recorded, sec }: PeopleStrip,
  batch: number,
  merged: ReadonlyMap<number, number>,
  met: (root: number, sign: 1 | -1, sec: number) => void,
): void {
  const contacts = numbersIn(contact)
  const batches = recorded && numbersIn(recorded)
  const secs = sec && numbersIn(sec)
  for (let i = 0; i < n; i++) {
    const giver = contacts[i]!
    if (giver === 0 || !isGift(kind[i]) || (batches !== null && batches[i]! > batch)) continue
    met(merged.size > 0 ? (merged.get(giver) ?? giver) : giver, signOf(sign[i]), secs?.[i] ?? 0)
  }
}

const newestFirst = (a: Pick<Giver, 'firstSec' | 'contactNo'>, b: Pick<Giver, 'firstSec' | 'contactNo'>): number =>
  b.firstSec - a.firstSec || b.contactNo - a.contactNo

/** Those that come after a place in the list. */
export const giversAfter = (givers: readonly Giver[], place: Pick<Giver, 'firstSec' | 'contactNo'>): Giver[] =>
  givers.filter((each) => newestFirst(each, place) > 0)
