import type { ActivityColumns } from './columns.ts'

/** Which events count. Each list is one of these; without a list, any. Numbers are those that strips hold. */
export interface ActivityFilter {
  kinds?: readonly number[] | undefined
  campaigns?: readonly number[] | undefined
  creatives?: readonly number[] | undefined
  channels?: readonly number[] | undefined
  regions?: readonly number[] | undefined
}

/** What of strips has to be read to answer a filter. */
export const columnsOf = (filter: ActivityFilter): ('campaign' | 'creative' | 'channel' | 'region')[] => [
  ...(filter.campaigns ? (['campaign'] as const) : []),
  ...(filter.creatives ? (['creative'] as const) : []),
  ...(filter.channels ? (['channel'] as const) : []),
  ...(filter.regions ? (['region'] as const) : []),
]

/**
 * Whether the event at a place counts: of somebody known, known at the batch, and let through by the filter.
 * @throws RangeError where a column that the filter asks of was not read
 */
export function countsAt(columns: ActivityColumns, filter: ActivityFilter, batch: number): (i: number) => boolean {
  const { contact, kind, recorded } = columns
  const kinds = filter.kinds && marksOf(filter.kinds)
  const others = columnsOf(filter).map((name) => {
    const column = columns[name]
    if (column === null) throw new RangeError(`the column ${name} was not read`)
    return { column, wanted: new Set(filter[`${name}s`]) }
  })
  return (i) => {
    if (contact[i] === 0 || (recorded !== null && recorded[i]! > batch)) return false
    if (kinds !== undefined && kinds[kind[i]!] !== 1) return false
    for (const { column, wanted } of others) if (!wanted.has(column[i]!)) return false
    return true
  }
}

function marksOf(kinds: readonly number[]): Uint8Array {
  const marks = new Uint8Array(65_536)
  for (const kind of kinds) marks[kind] = 1
  return marks
}
