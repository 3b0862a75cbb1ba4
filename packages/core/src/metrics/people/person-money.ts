import { byPerson } from './by-person.ts'

/** Parts of what people gave, effective at a batch, in one currency: a gift's gross and its fee, a refund and the fee that came back. */
export interface MoneyColumns {
  n: number
  contact: Uint32Array
  /** Days since 1970-01-01, on the tenant's calendar. */
  day: Int32Array
  /** Seconds since 1970. */
  sec: Uint32Array
  /** What it does to net, in minor units; NaN where it is in a currency that no rate restates. */
  minor: Float64Array
  /** 1 where it is a gift's gross: that somebody gave. */
  gross: Uint8Array
}

/** The same by person and in order of time: person i has parts [from[i], from[i + 1]). Gifts come before what goes back in one second. */
export interface PersonMoney {
  people: Uint32Array
  from: Uint32Array
  day: Int32Array
  sec: Uint32Array
  minor: Float64Array
  gross: Uint8Array
}

/** Sorts money by person: merged contacts are one, and nobody's is left out. */
export function personMoney(
  { n, contact, day, sec, minor, gross }: MoneyColumns,
  { roots, people }: { roots: Uint32Array; people?: Uint8Array | undefined },
): PersonMoney {
  const root = Uint32Array.from({ length: n }, (_, i) => {
    const who = roots[contact[i]!]!
    return contact[i] === 0 || (people !== undefined && people[who] !== 1) ? 0 : who
  })
  const before = (a: number, b: number) => sec[a]! - sec[b]! || gross[b]! - gross[a]! || minor[a]! - minor[b]!
  const sorted = byPerson(root, n, roots.length, before)
  return {
    people: sorted.people,
    from: sorted.from,
    day: Int32Array.from(sorted.order, (i) => day[i]!),
    sec: Uint32Array.from(sorted.order, (i) => sec[i]!),
    minor: Float64Array.from(sorted.order, (i) => minor[i]!),
    gross: Uint8Array.from(sorted.order, (i) => gross[i]!),
  }
}

/** The place of somebody's first gift among their parts; undefined where they never gave. */
export function firstGiftAt({ from, gross }: PersonMoney, person: number): number | undefined {
  for (let at = from[person]!; at < from[person + 1]!; at++) if (gross[at] === 1) return at
  return undefined
}
