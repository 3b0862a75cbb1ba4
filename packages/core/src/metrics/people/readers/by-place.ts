import { isPlaceDimension } from '../../registry/dimension.ts'
import type { Readout, Worth } from '../../registry/metric.ts'
import { parted } from '../parted.ts'
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
  return { total, rows: [...parted(passing, keys)].map(([key, part]) => ({ key, worth: worth(part) })) }
}
