import type { Snippet } from 'svelte'

/** One column of a table. Numbers stand right in tabular figures, words left. */
export interface Column<Row> {
  id: string
  label: string
  numeric?: boolean
  /** The head is for screen readers alone: a column of buttons. */
  unlabelled?: boolean
  /** What a cell says, where plain text is enough. */
  text?: (row: Row) => string
  /** How a cell looks, where it is not. */
  cell?: Snippet<[Row]>
  /** What the column sorts by; without it the column has no order. */
  sort?: (row: Row) => string | number | null
  /** Left out on narrow screens; what matters stays. */
  secondary?: boolean
  /** Takes what width is left. */
  grow?: boolean
  width?: string
}

export interface Order {
  column: string
  descending: boolean
}

/** The rows in the order asked for; rows without a value last, ties as they came. */
export function orderRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order | undefined): Row[] {
  const by = columns.find((column) => column.id === order?.column)?.sort
  if (!order || !by) return [...rows]
  const direction = order.descending ? -1 : 1
  return rows
    .map((row) => ({ row, value: by(row) }))
    .sort((one, two) => {
      if (one.value === null) return two.value === null ? 0 : 1
      if (two.value === null) return -1
      if (one.value === two.value) return 0
      if (typeof one.value === 'string' && typeof two.value === 'string')
        return direction * one.value.localeCompare(two.value)
      return direction * (one.value < two.value ? -1 : 1)
    })
    .map(({ row }) => row)
}

/** Clicking a head: numbers begin with the largest, words with A; a second click turns it round. */
export function nextOrder<Row>(column: Column<Row>, order: Order | undefined): Order {
  if (order?.column === column.id) return { column: column.id, descending: !order.descending }
  return { column: column.id, descending: column.numeric === true }
}
