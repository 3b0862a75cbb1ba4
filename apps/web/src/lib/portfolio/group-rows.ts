import type { Answers } from '#lib/app-router.ts'

export type Row = Answers['portfolio']['read']['rows'][number]
export type Sort = 'attention' | 'raised' | 'name'
export interface Group {
  rank: Row['attention']['rank'] | undefined
  rows: Row[]
}

const ranks = ['now', 'look', 'quiet'] as const

/**
 * By need: the server's order, in three groups. By name or net raised: one list; currencies are never compared, so they
 * stand one after the other.
 */
export function groupRows(rows: readonly Row[], sort: Sort): Group[] {
  if (sort === 'name') return [{ rank: undefined, rows: rows.toSorted((one, two) => one.name.localeCompare(two.name)) }]
  if (sort === 'raised') return [{ rank: undefined, rows: rows.toSorted(byCurrencyThenMonth) }]
  return ranks
    .map((rank) => ({ rank, rows: rows.filter((row) => row.attention.rank === rank) }))
    .filter((group) => group.rows.length > 0)
}

function byCurrencyThenMonth(one: Row, two: Row): number {
  const raised = (row: Row) => (row.month.now.ok ? row.month.now.value.minor : -Infinity)
  return one.currency.localeCompare(two.currency) || raised(two) - raised(one)
}
