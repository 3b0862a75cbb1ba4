import { isPlaceDimension } from '../../registry/dimension.ts'
import type { Readout, Worth } from '../../registry/metric.ts'
import { collecting } from '../moments.ts'
import { seenOf, type Seen } from '../seen.ts'
import type { Asked } from './giving.store.ts'
import type { SeenRead } from './seen.store.ts'

/** Works a figure out of what people saw: of everything that passes the filter, and of each row that was asked by. */
export function byPlace(
  { by, filter }: Pick<Asked, 'by' | 'filter'>,
  { seen, places, segments }: SeenRead,
  worth: (seen: Seen) => Worth,
): Readout {
  const passing = seenOf(seen, { passes: (place) => places.passes(place, filter), people: segments.people })
  const total = worth(passing)
  if (by === 'segment')
    return {
      total,
      rows: segments.rows.map(({ key, people }) => ({
        key,
        worth: worth(seenOf(passing, { passes: () => true, people })),
      })),
    }
  if (by === null || !isPlaceDimension(by)) return { total, rows: [] }
  const keys = passing.places.map((place) => places.keyOf(place, by))
  return { total, rows: parted(passing, keys).map(([key, part]) => ({ key, worth: worth(part) })) }
}

/** Each row's own, in one walk: rows that nothing is in are absent. */
function parted(seen: Seen, keys: readonly (string | null)[]): [string | null, Seen][] {
  const rows = [...new Set(keys)]
  const rowOf = Uint32Array.from(keys, (key) => rows.indexOf(key))
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
  return rows.flatMap((key, at) => (parts[at]!.all.n === 0 ? [] : [[key, parts[at]!] as [string | null, Seen]]))
}
