import type { Day } from '@throughline/canonical'
import type { Cell } from '../registry/measure.ts'

/** Adds amounts up to cells: those of one measure, row and currency are one, as are those of one day where a rate is still needed. */
export function addCells<Id extends string>(
  currency: string,
): {
  money(measure: Id, row: string | null, amount: { currency: string; day: Day; minor: number }): void
  count(measure: Id, row: string | null, n: number): void
  cells(): Cell<Id>[]
} {
  const sums = new Map<string, Cell<Id>>()
  const add = (cell: Cell<Id>): void => {
    if (cell.value === 0) return
    const name = JSON.stringify([cell.measure, cell.row, cell.currency, cell.day])
    const sum = sums.get(name)
    if (sum) sum.value += cell.value
    else sums.set(name, cell)
  }
  return {
    money: (measure, row, amount) =>
      add({
        measure,
        row,
        currency: amount.currency,
        day: amount.currency === currency ? null : amount.day,
        value: amount.minor,
      }),
    count: (measure, row, n) => add({ measure, row, currency: null, day: null, value: n }),
    cells: () => [...sums.values()],
  }
}
