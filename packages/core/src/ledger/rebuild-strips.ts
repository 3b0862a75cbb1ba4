import type { Day } from '@throughline/canonical'
import type { StripDifference } from './rebuild.ts'
import { stripRows, unpackStrip, type StripColumns } from './strip-columns.ts'
import type { StripEntry } from './strip-entry.ts'

type StripRow = StripColumns & { day: Day }
const daysAtOnce = 60

/**
 * Compares days' packed events with what the facts say. A day that is merged must be the same bytes; one still in pieces must hold
 * the same entries. What was booked after batch `until`, while this was being compared, is left out.
 */
export async function compareStrips(
  days: readonly Day[],
  expected: ReadonlyMap<Day, StripEntry[]>,
  until: number,
  read: (range: { from: Day; to: Day }) => Promise<StripRow[]>,
): Promise<StripDifference[]> {
  const differences: StripDifference[] = []
  for (let i = 0; i < days.length; i += daysAtOnce) {
    const page = days.slice(i, i + daysAtOnce)
    const [from, to] = [page[0], page.at(-1)]
    if (from === undefined || to === undefined) break
    const stored = Map.groupBy(await read({ from, to }), ({ day }) => day)
    for (const day of page) {
      const rows = upTo(until, day, stored.get(day) ?? [])
      const should = stripRows(expected.get(day) ?? [])
      if (sameRows(rows, should) || sameRows(mergedRows(day, rows), should)) continue
      differences.push({ store: 'strip', day, expected: count(should), found: count(rows) })
    }
  }
  return differences
}

const count = (rows: readonly StripColumns[]) => rows.reduce((total, { n }) => total + n, 0)
const upTo = (until: number, day: Day, rows: readonly StripColumns[]): readonly StripColumns[] => {
  const entries = rows.flatMap((row) => unpackStrip(day, row))
  const known = entries.filter(({ recorded }) => recorded <= until)
  return known.length === entries.length ? rows : stripRows(known)
}
const mergedRows = (day: Day, rows: readonly StripColumns[]) => stripRows(rows.flatMap((row) => unpackStrip(day, row)))

const columns = ['contact', 'sec', 'kind', 'sign', 'recorded', 'cause', 'amount', 'currency'] as const

const sameRows = (a: readonly StripColumns[], b: readonly StripColumns[]) =>
  a.length === b.length && a.every((row, place) => sameBytes(row, b[place]))

function sameBytes(a: StripColumns, b: StripColumns | undefined): boolean {
  return b !== undefined && a.n === b.n && columns.every((column) => Buffer.compare(a[column], b[column]) === 0)
}
