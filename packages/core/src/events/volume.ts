import type { Volume, VolumeBucket } from './event-desk.ts'

/** Events of one kind and source in one bucket. */
interface CountedEvents {
  day: string
  hour: number | null
  kind: string
  source: string
  n: number
  late: number
}

interface CountedRejections {
  day: string
  hour: number | null
  n: number
}

export interface VolumeInput {
  /** Every bucket that is asked for, in order: what nothing came in counts nothing. */
  places: readonly { day: string; hour: number | null }[]
  counted: readonly CountedEvents[]
  before: readonly Pick<CountedEvents, 'kind' | 'source' | 'n'>[]
  rejected: readonly CountedRejections[]
  rejectedAtLeast: boolean
}

/** Counts by bucket, kind and source, as a page shows them. Pure. */
export function volumeOf({ places, counted, before, rejected, rejectedAtLeast }: VolumeInput): Volume {
  const name = ({ day, hour }: { day: string; hour: number | null }) => `${day} ${hour ?? ''}`
  const buckets = new Map<string, VolumeBucket>(
    places.map(({ day, hour }) => [
      name({ day, hour }),
      { day, hour, n: 0, late: 0, rejected: 0, byKind: {}, bySource: {} },
    ]),
  )
  const kinds = new Map<string, { name: string; n: number; before: number }>()
  const sources = new Map<string, { name: string; n: number; before: number }>()
  for (const each of counted) {
    const bucket = buckets.get(name(each))
    if (!bucket) continue
    bucket.n += each.n
    bucket.late += each.late
    bucket.byKind[each.kind] = (bucket.byKind[each.kind] ?? 0) + each.n
    bucket.bySource[each.source] = (bucket.bySource[each.source] ?? 0) + each.n
    of(kinds, each.kind).n += each.n
    of(sources, each.source).n += each.n
  }
  for (const each of before) {
    of(kinds, each.kind).before += each.n
    of(sources, each.source).before += each.n
  }
  for (const each of rejected) {
    const bucket = buckets.get(name(each))
    if (bucket) bucket.rejected += each.n
  }
  const all = [...buckets.values()]
  const sum = (what: (bucket: VolumeBucket) => number) => all.reduce((total, bucket) => total + what(bucket), 0)
  return {
    buckets: all,
    kinds: ordered(kinds),
    sources: ordered(sources),
    n: sum(({ n }) => n),
    before: before.reduce((total, { n }) => total + n, 0),
    late: sum(({ late }) => late),
    rejected: sum(({ rejected: n }) => n),
    rejectedAtLeast,
  }
}

function of(
  map: Map<string, { name: string; n: number; before: number }>,
  name: string,
): { name: string; n: number; before: number } {
  let row = map.get(name)
  if (!row) map.set(name, (row = { name, n: 0, before: 0 }))
  return row
}

const ordered = <T extends { name: string; n: number; before: number }>(map: ReadonlyMap<string, T>): T[] =>
  [...map.values()].sort((a, b) => b.n - a.n || b.before - a.before || (a.name < b.name ? -1 : 1))
