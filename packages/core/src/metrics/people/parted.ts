import { collecting } from './moments.ts'
import type { Seen } from './seen.ts'

/** What each row saw, by the row of each place, in one walk: rows that nothing is in are absent. */
export function parted(seen: Seen, keys: readonly (string | null)[]): Map<string | null, Seen> {
  const rows = [...new Set(keys)]
  const numbers = new Map(rows.map((key, at) => [key, at]))
  const rowOf = Uint32Array.from(keys, (key) => numbers.get(key)!)
  const lengths = new Uint32Array(rows.length)
  for (let i = 0; i < seen.all.n; i++) lengths[rowOf[seen.place[i]!]!]!++
  const parts = Array.from(lengths, (n): Seen => ({
    all: collecting(n),
    place: new Uint32Array(n),
    places: seen.places,
  }))
  for (let i = 0; i < seen.all.n; i++) {
    const { all, place } = parts[rowOf[seen.place[i]!]!]!
    all.root[all.n] = seen.all.root[i]!
    all.day[all.n] = seen.all.day[i]!
    all.sec[all.n] = seen.all.sec[i]!
    all.tag[all.n] = seen.all.tag[i]!
    all.sign[all.n] = seen.all.sign[i]!
    place[all.n++] = seen.place[i]!
  }
  return new Map(rows.flatMap((key, at) => (parts[at]!.all.n === 0 ? [] : [[key, parts[at]!] as const])))
}
