import { causes, type Cause, type Day } from '@throughline/canonical'
import { rootsAt, type ContactLink } from './contact-links.ts'
import { isGift, signOf } from './people.ts'
import { numbersIn } from './strip-columns.ts'

export interface PeopleChange {
  cause: Cause
  donors: number
  newDonors: number
}

/** The columns of strips that say why people are as many as they are. */
export interface ChangeStrip {
  day: Day
  n: number
  contact: Uint8Array
  kind: Uint8Array
  sign: Uint8Array
  recorded: Uint8Array
  cause: Uint8Array
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
  strips: readonly ChangeStrip[],
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

function giftEntries(strips: readonly ChangeStrip[], { from, to, now }: { from: Day; to: Day; now: number }): Entry[] {
  const entries: Entry[] = []
  for (const piece of strips) {
    if (piece.day > to) continue
    const [contacts, recorded] = [numbersIn(piece.contact), numbersIn(piece.recorded)]
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
