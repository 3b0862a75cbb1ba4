import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextOrder, orderRows, type Column } from './columns.ts'

interface Row {
  name: string
  sum: number | null
}
const columns: Column<Row>[] = [
  { id: 'name', label: 'Name', sort: (row) => row.name },
  { id: 'sum', label: 'Sum', numeric: true, sort: (row) => row.sum },
]

test('a first click on numbers shows the largest first, a second turns it round', () => {
  const first = nextOrder(columns[1]!, undefined)
  expect(first).toEqual({ column: 'sum', descending: true })
  expect(nextOrder(columns[1]!, first)).toEqual({ column: 'sum', descending: false })
  expect(nextOrder(columns[0]!, first)).toEqual({ column: 'name', descending: false })
})

test('ordering keeps every row, and rows without a value come last either way', () => {
  const row = fc.record({ name: fc.string(), sum: fc.option(fc.integer()) })
  fc.assert(
    fc.property(fc.array(row), fc.boolean(), (rows, descending) => {
      const ordered = orderRows(rows, columns, { column: 'sum', descending })
      expect(ordered).toHaveLength(rows.length)
      expect(new Set(ordered)).toEqual(new Set(rows))
      const values = ordered.map((each) => each.sum)
      const known = values.filter((value) => value !== null)
      expect(values.slice(0, known.length)).toEqual(known)
      expect(known).toEqual([...known].sort((one, two) => (descending ? two - one : one - two)))
    }),
  )
})
