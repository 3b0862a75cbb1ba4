import type { Day } from '@throughline/canonical'
import { rootsAt, type ContactLink } from './contact-links.ts'
import { numbersIn } from './strip-columns.ts'
import { stripKinds } from './strip-entry.ts'

/** People of a range of days as known at a batch, exact. */
export interface People {
  /**
   * Distinct contacts with at least one effective approved gift in the range. A refund does not undo having given; a withdrawn
   * gift does. Gifts of nobody known are nobody's.
   */
  donors: number
  /** Those among them without an effective gift before the range. */
  newDonors: number
  /** Every day of the range on which somebody gave; a day's new donors never gave before that day. */
  days: { day: Day; donors: number; newDonors: number }[]
}

/** Days [from, to], both included. */
export interface PeopleRange {
  from: Day
  to: Day
  /** Of the last day only what happened before this second (since 1970) counts; without it, all of the day. */
  until?: number | undefined
}

/** The columns of strips that counting people needs. */
export interface PeopleStrip {
  day: Day
  n: number
  contact: Uint8Array
  kind: Uint8Array
  sign: Uint8Array
  /** Null where every entry is known at the batch that is asked for. */
  recorded: Uint8Array | null
  /** Null on days that count whole. */
  sec: Uint8Array | null
}

export const isGift = (kind: number | undefined): boolean =>
  kind === stripKinds.gift || kind === stripKinds.recurring_gift
export const signOf = (byte: number | undefined): 1 | -1 => (byte === 1 ? 1 : -1)

/** Counts the people of one range: see `countPeopleOver`. */
export function countPeople(
  strips: readonly PeopleStrip[],
  { batch, ...range }: PeopleRange & { batch: number },
  links: readonly ContactLink[],
): People {
  const [people] = countPeopleOver(strips, [range], batch, links)
  return people ?? { donors: 0, newDonors: 0, days: [] }
}

/**
 * Counts people of several ranges from strips, walking them once: of each contact, a day's entries put in less those taken back
 * up to the batch are its effective gifts of that day. Contacts that are merged at the batch count as one. Contact numbers are
 * dense, so arrays by number do what maps would do at several times the cost.
 * @param strips all days up to the last range's end, in order of days
 */
export function countPeopleOver(
  strips: readonly PeopleStrip[],
  ranges: readonly PeopleRange[],
  batch: number,
  links: readonly ContactLink[],
): People[] {
  const rootOf = links.some((link) => link.batch <= batch) ? rootsAt(links, batch) : undefined
  const size = 1 + highestContact(strips, links)
  const paper: Paper = { batch, rootOf, gifts: new Int32Array(size), met: new Uint32Array(longestDay(strips)) }
  /** The place (from 1) of the first day on which a contact gave; 0 = never. */
  const firstDay = new Int32Array(size)
  const earliest = ranges.reduce((first, { from }) => (from < first ? from : first), '9999')
  const walked: { day: Day; place: number; pieces: PeopleStrip[]; givers: Uint32Array }[] = []
  let place = 0
  for (let at = 0; at < strips.length;) {
    const { day } = strips[at]!
    const pieces: PeopleStrip[] = []
    for (; at < strips.length && strips[at]!.day === day; at++) pieces.push(strips[at]!)
    place++
    const givers = giversOn(pieces, paper)
    for (let i = 0; i < givers.length; i++) if (firstDay[givers[i]!] === 0) firstDay[givers[i]!] = place
    // What lies before every range is needed no more; the paper is written on again.
    if (day >= earliest) walked.push({ day, place, pieces, givers: givers.slice() })
  }
  return ranges.map(({ from, to, until }) => {
    const people: People = { donors: 0, newDonors: 0, days: [] }
    const seen = new Uint8Array(size)
    let begins: number | undefined
    for (const { day, place: today, pieces, givers } of walked) {
      if (day < from || day > to) continue
      begins ??= today
      const counted = day === to && until !== undefined ? giversOn(pieces, paper, until) : givers
      let newToday = 0
      for (const giver of counted) {
        const first = firstDay[giver]!
        if (first === today) newToday++
        if (seen[giver] === 1) continue
        seen[giver] = 1
        people.donors++
        if (first >= begins) people.newDonors++
      }
      if (counted.length > 0) people.days.push({ day, donors: counted.length, newDonors: newToday })
    }
    return people
  })
}

/** What counting writes on, used again for every day: blank gifts by contact, and whom the day met. */
interface Paper {
  batch: number
  rootOf: ((contact: number) => number) | undefined
  gifts: Int32Array
  met: Uint32Array
}

/** Everybody with an effective gift on a day, once; good until the next day is asked for. */
function giversOn(pieces: readonly PeopleStrip[], { batch, rootOf, gifts, met }: Paper, until = Infinity): Uint32Array {
  let count = 0
  for (const { n, contact, kind, sign, recorded, sec } of pieces) {
    const contacts = numbersIn(contact)
    const batches = recorded && numbersIn(recorded)
    const seconds = until < Infinity && sec ? numbersIn(sec) : null
    for (let i = 0; i < n; i++) {
      const giver = contacts[i]!
      if (giver === 0 || !isGift(kind[i])) continue
      if (batches !== null && batches[i]! > batch) continue
      if (seconds !== null && seconds[i]! >= until) continue
      const root = rootOf === undefined ? giver : rootOf(giver)
      gifts[root]! += signOf(sign[i])
      met[count++] = root
    }
  }
  let givers = 0
  for (let i = 0; i < count; i++) {
    const root = met[i]!
    // Whoever was met twice is blank by then.
    if (gifts[root]! > 0) met[givers++] = root
    gifts[root] = 0
  }
  return met.subarray(0, givers)
}

function longestDay(strips: readonly PeopleStrip[]): number {
  let [longest, length] = [0, 0]
  strips.forEach(({ day, n }, at) => {
    length = strips[at - 1]?.day === day ? length + n : n
    if (length > longest) longest = length
  })
  return longest
}

function highestContact(strips: readonly PeopleStrip[], links: readonly ContactLink[]): number {
  let highest = 0
  for (const { into } of links) highest = Math.max(highest, into)
  for (const { contact } of strips) {
    const contacts = numbersIn(contact)
    for (let i = 0; i < contacts.length; i++) if (contacts[i]! > highest) highest = contacts[i]!
  }
  return highest
}
