import { causes, type Cause, type Day } from '@throughline/canonical'
import { rootsAt, type ContactLink } from './contact-links.ts'
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

export interface PeopleChange {
  cause: Cause
  donors: number
  newDonors: number
}

/** The columns of strips that counting people needs. */
export interface PeopleStrip {
  day: Day
  n: number
  contact: Uint8Array
  kind: Uint8Array
  sign: Uint8Array
  recorded: Uint8Array
  cause: Uint8Array
}

/** Little-endian numbers of a packed column, copied to where they may be read as such. */
const numbers = (bytes: Uint8Array): Uint32Array =>
  new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
const isGift = (kind: number | undefined) => kind === stripKinds.gift || kind === stripKinds.recurring_gift
const signOf = (byte: number | undefined): 1 | -1 => (byte === 1 ? 1 : -1)

/**
 * Counts people from strips: of each contact, entries put in less entries taken back up to the batch are its effective gifts.
 * Contacts that are merged at the batch count as one. Contact numbers are dense, so arrays by number do what maps would do at
 * several times the cost.
 * @param strips all days up to `to`, in order of days
 */
export function countPeople(
  strips: readonly PeopleStrip[],
  { from, to, batch }: { from: Day; to: Day; batch: number },
  links: readonly ContactLink[],
): People {
  const rootOf = rootsAt(links, batch)
  const pieces = strips.flatMap((piece) =>
    piece.day > to ? [] : [{ ...piece, contacts: numbers(piece.contact), batches: numbers(piece.recorded) }],
  )
  const size = 1 + highestContact(pieces, links)
  const [gaveBefore, gave] = [new Uint8Array(size), new Uint8Array(size)]
  const today = new Int32Array(size)
  const days: People['days'] = []
  let [donors, newDonors] = [0, 0]
  for (const [day, ofDay] of Map.groupBy(pieces, (piece) => piece.day)) {
    const met: number[] = []
    for (const { n, contacts, batches, kind, sign } of ofDay)
      for (let i = 0; i < n; i++) {
        const contact = contacts[i] ?? 0
        if (contact === 0 || (batches[i] ?? 0) > batch || !isGift(kind[i])) continue
        const root = rootOf(contact)
        today[root] = (today[root] ?? 0) + signOf(sign[i])
        met.push(root)
      }
    let [donorsToday, newToday] = [0, 0]
    for (const root of met) {
      const gifts = today[root] ?? 0
      today[root] = 0
      if (gifts <= 0) continue
      donorsToday++
      if (!gaveBefore[root] && !gave[root]) newToday++
      if (day < from) gaveBefore[root] = 1
      else if (!gave[root]) {
        gave[root] = 1
        donors++
        if (!gaveBefore[root]) newDonors++
      }
    }
    if (day >= from && donorsToday > 0) days.push({ day, donors: donorsToday, newDonors: newToday })
  }
  return { donors, newDonors, days }
}

function highestContact(pieces: readonly { contacts: Uint32Array }[], links: readonly ContactLink[]): number {
  let highest = 0
  for (const { into } of links) highest = Math.max(highest, into)
  for (const { contacts } of pieces) for (const contact of contacts) if (contact > highest) highest = contact
  return highest
}

/** One contact's effective gifts before and in the range. */
interface Tally {
  before: number
  inRange: number
}
interface Entry {
  contact: number
  sign: 1 | -1
  recorded: number
  cause: number
  inRange: boolean
}

/**
 * Why the people of a range are not as many as they were: every step from batch `then` to batch `now` in the order in which it
 * was written, its effect on the counts booked to its cause. Sums exactly to the difference of the two readings.
 */
export function countPeopleChanges(
  strips: readonly PeopleStrip[],
  { from, to, then, now }: { from: Day; to: Day; then: number; now: number },
  links: readonly ContactLink[],
): PeopleChange[] {
  const entries = giftEntries(strips, { from, to, now })
  const counts = new Map<Cause, { donors: number; newDonors: number }>()
  const own = new Map<number, Tally>()
  let rootOf = rootsAt(links, then)
  let rolled = new Map<number, Tally>()
  const book = (cause: Cause, donors: number, newDonors: number) => {
    const sum = counts.get(cause) ?? { donors: 0, newDonors: 0 }
    counts.set(cause, { donors: sum.donors + donors, newDonors: sum.newDonors + newDonors })
  }
  const apply = (entry: Entry) => {
    add(own, entry.contact, entry)
    add(rolled, rootOf(entry.contact), entry)
  }
  const relink = (link: ContactLink) => {
    const was = totals(rolled)
    rootOf = rootsAt(links, link.batch)
    rolled = new Map()
    for (const [contact, tally] of own) {
      const sum = rolled.get(rootOf(contact)) ?? { before: 0, inRange: 0 }
      rolled.set(rootOf(contact), { before: sum.before + tally.before, inRange: sum.inRange + tally.inRange })
    }
    const is = totals(rolled)
    book(link.cause, is.donors - was.donors, is.newDonors - was.newDonors)
  }

  const steps = entries.filter(({ recorded }) => recorded > then)
  for (const entry of entries) if (entry.recorded <= then) apply(entry)
  const linkSteps = links.filter(({ batch }) => batch > then && batch <= now)
  let next = 0
  for (const entry of steps) {
    for (let link = linkSteps[next]; link && link.batch < entry.recorded; link = linkSteps[++next]) relink(link)
    const root = rootOf(entry.contact)
    const was = stateOf(rolled.get(root))
    apply(entry)
    const is = stateOf(rolled.get(root))
    const cause = causes[entry.cause]
    if (cause === undefined) throw new Error('a strip names a cause that is none')
    book(cause, is.donors - was.donors, is.newDonors - was.newDonors)
  }
  for (let link = linkSteps[next]; link; link = linkSteps[++next]) relink(link)
  return causes.flatMap((cause) => {
    const sum = counts.get(cause)
    return sum && (sum.donors !== 0 || sum.newDonors !== 0) ? [{ cause, ...sum }] : []
  })
}

function giftEntries(strips: readonly PeopleStrip[], { from, to, now }: { from: Day; to: Day; now: number }): Entry[] {
  const entries: Entry[] = []
  for (const piece of strips) {
    if (piece.day > to) continue
    const [contacts, recorded] = [numbers(piece.contact), numbers(piece.recorded)]
    for (let i = 0; i < piece.n; i++) {
      const [contact, batch] = [contacts[i] ?? 0, recorded[i] ?? 0]
      if (contact === 0 || batch > now || !isGift(piece.kind[i])) continue
      entries.push({
        contact,
        sign: signOf(piece.sign[i]),
        recorded: batch,
        cause: piece.cause[i] ?? 0,
        inRange: piece.day >= from,
      })
    }
  }
  return entries.sort((a, b) => a.recorded - b.recorded)
}

function add(tallies: Map<number, Tally>, contact: number, { sign, inRange }: Entry): void {
  const tally = tallies.get(contact) ?? { before: 0, inRange: 0 }
  if (inRange) tally.inRange += sign
  else tally.before += sign
  tallies.set(contact, tally)
}

const stateOf = (tally: Tally | undefined) => ({
  donors: tally && tally.inRange > 0 ? 1 : 0,
  newDonors: tally && tally.inRange > 0 && tally.before <= 0 ? 1 : 0,
})

function totals(tallies: ReadonlyMap<number, Tally>): { donors: number; newDonors: number } {
  let [donors, newDonors] = [0, 0]
  for (const tally of tallies.values()) {
    const state = stateOf(tally)
    donors += state.donors
    newDonors += state.newDonors
  }
  return { donors, newDonors }
}
