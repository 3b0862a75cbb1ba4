import type { ActivityColumns } from './columns.ts'

/** Which events count. Each list is one of these; without a list, any. Numbers are those that strips hold. */
export interface ActivityFilter {
  kinds?: readonly number[] | undefined
  campaigns?: readonly number[] | undefined
  creatives?: readonly number[] | undefined
  channels?: readonly number[] | undefined
  regions?: readonly number[] | undefined
}

/** What is asked of columns. */
export interface ActivityQuestion {
  filter: ActivityFilter
  /** As known at. */
  batch: number
  /** Who each contact is: see `rootTable`. */
  roots: Uint32Array
  /** Only these people, marked by number. */
  people?: Uint8Array | undefined
}

/** What of strips has to be read to answer a filter. */
export const columnsOf = (filter: ActivityFilter): ('campaign' | 'creative' | 'channel' | 'region')[] => [
  ...(filter.campaigns ? (['campaign'] as const) : []),
  ...(filter.creatives ? (['creative'] as const) : []),
  ...(filter.channels ? (['channel'] as const) : []),
  ...(filter.regions ? (['region'] as const) : []),
]

/** A filter made ready for walking columns: a look-up by kind, and what else is to be asked of an event, if anything. */
export interface ReadyFilter {
  /** 1 for kinds that count. */
  kinds: Uint8Array
  more: ((i: number) => boolean) | undefined
}

/** @throws RangeError where a column that the filter asks of was not read */
export function readyFilter(columns: ActivityColumns, filter: ActivityFilter): ReadyFilter {
  const others = columnsOf(filter).map((name) => {
    const column = columns[name]
    if (column === null) throw new RangeError(`the column ${name} was not read`)
    return { column, wanted: new Set(filter[`${name}s`]) }
  })
  const kinds = new Uint8Array(65_536).fill(filter.kinds === undefined ? 1 : 0)
  for (const kind of filter.kinds ?? []) kinds[kind] = 1
  return {
    kinds,
    more: others.length === 0 ? undefined : (i) => others.every(({ column, wanted }) => wanted.has(column[i]!)),
  }
}

/**
 * Whose event lies at a place, and 0 where it does not count: of nobody known, not known at the batch, not let through by the filter,
 * of none of the people who are asked about.
 */
export function countedPeople(
  columns: ActivityColumns,
  { filter, batch, roots, people }: ActivityQuestion,
): (i: number) => number {
  const { contact, kind, recorded } = columns
  const { kinds, more } = readyFilter(columns, filter)
  return (i) => {
    if (kinds[kind[i]!] !== 1 || (recorded !== null && recorded[i]! > batch)) return 0
    if (more !== undefined && !more(i)) return 0
    const root = roots[contact[i]!]!
    return people === undefined || people[root] === 1 ? root : 0
  }
}
