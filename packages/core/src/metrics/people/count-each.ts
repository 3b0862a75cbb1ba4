import type { Collected } from './moments.ts'

/** How many people, with how many effective events, and how many have 1, 2, 3, or more of them. */
export interface EachCount {
  people: number
  events: number
  times: [once: number, twice: number, thrice: number, more: number]
}

/** @param size one more than the highest number */
export function countEach({ n, root, sign }: Collected, size: number): EachCount {
  const counts = new Int32Array(size)
  for (let i = 0; i < n; i++) counts[root[i]!]! += sign[i]!
  const found: EachCount = { people: 0, events: 0, times: [0, 0, 0, 0] }
  for (let person = 1; person < size; person++) {
    const times = counts[person]!
    if (times <= 0) continue
    found.people++
    found.events += times
    found.times[Math.min(times, 4) - 1]!++
  }
  return found
}
