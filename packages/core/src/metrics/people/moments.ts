import { byPerson } from './by-person.ts'

/**
 * Moments of people, each person's in order of time: person i has moments [from[i], from[i + 1]). What was put in and taken back is
 * not among them.
 */
export interface Moments {
  /** By the number that they are known by now, ascending. */
  people: Uint32Array
  from: Uint32Array
  /** Days since 1970-01-01, on the tenant's calendar. */
  day: Int32Array
  /** Seconds since 1970. */
  sec: Uint32Array
  /** What it was, as whoever collected it means it. */
  tag: Uint8Array
}

/** Moments as they come: put in (+1) or taken back (−1). */
export interface Collected {
  n: number
  root: Uint32Array
  day: Int32Array
  sec: Uint32Array
  tag: Uint8Array
  sign: Int8Array
}

export const collecting = (most: number): Collected => ({
  n: 0,
  root: new Uint32Array(most),
  day: new Int32Array(most),
  sec: new Uint32Array(most),
  tag: new Uint8Array(most),
  sign: new Int8Array(most),
})

/** Sorts what was collected by person and time, and leaves out what cancels: the order in which it came is nothing to it. */
export function momentsOf(all: Collected, size: number): Moments {
  const before = (a: number, b: number) =>
    all.day[a]! - all.day[b]! || all.sec[a]! - all.sec[b]! || all.tag[a]! - all.tag[b]!
  const sorted = byPerson(all.root, all.n, size, before)
  const kept = { n: 0, order: new Uint32Array(sorted.order.length) }
  const [people, starts]: [number[], number[]] = [[], [0]]
  for (let i = 0; i < sorted.people.length; i++) {
    const of = sorted.order.subarray(sorted.from[i], sorted.from[i + 1])
    const had = kept.n
    for (let at = 0; at < of.length;) {
      const first = of[at]!
      let times = 0
      for (; at < of.length && before(first, of[at]!) === 0; at++) times += all.sign[of[at]!]!
      for (; times > 0; times--) kept.order[kept.n++] = first
    }
    if (kept.n === had) continue
    people.push(sorted.people[i]!)
    starts.push(kept.n)
  }
  const order = kept.order.subarray(0, kept.n)
  return {
    people: Uint32Array.from(people),
    from: Uint32Array.from(starts),
    day: Int32Array.from(order, (i) => all.day[i]!),
    sec: Uint32Array.from(order, (i) => all.sec[i]!),
    tag: Uint8Array.from(order, (i) => all.tag[i]!),
  }
}
