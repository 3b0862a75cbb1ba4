import type { Day } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { fxRates, inCurrency } from '../../ledger/index.ts'
import type { ComparedPart } from '../compared-range.ts'
import type { Dimension } from '../registry/dimension.ts'
import { keeperOf } from '../registry/kept-measures.ts'
import type { Ask, Cell, MeasureId, MeasureStore, StoreId } from '../registry/measure.ts'
import type { Metric } from '../registry/metric.ts'
import type { Amounts } from './worth-of.ts'

/** What all measures of a question come to: of everything, and of each row. */
export interface AmountsRead {
  total: Amounts
  rows: ReadonlyMap<string | null, Amounts>
}

/** The measures that a metric needs, those by which it is judged thin among them. */
export function measuresOf({ worked }: Metric): MeasureId[] {
  if (worked.by !== 'measures') return []
  const { numerator, denominator, units } = worked
  const judged = units === undefined || units === 'numerator' || units === 'denominator' ? [] : [units]
  return [...new Set([...[...numerator, ...denominator].map(({ measure }) => measure), ...judged])]
}

/** Whether everything that a metric reads is kept by hours: then what it is compared with ends at the same hour. */
export function endsAtHour(metric: Metric, filtered: readonly Dimension[]): boolean {
  const { worked } = metric
  if (worked.by === 'reader') return worked.hours
  return measuresOf(metric).every((measure) => keeperOf(measure, filtered)?.hours ?? true)
}

/** Whether any of what a metric reads is credit: it then follows a model, whatever it is by itself. */
export const followsCredit = (metric: Metric, dimensions: readonly Dimension[]): boolean =>
  measuresOf(metric).some((measure) => keeperOf(measure, dimensions)?.store === 'credit')

export type Asked = Omit<Ask, 'measures'>
export type Stores = Readonly<Record<StoreId, MeasureStore>>

/** Reads measures, each from the first store that has everything that is asked by; other currencies are restated by each day's rate. */
export async function readAmounts(
  inside: Inside,
  stores: Stores,
  measures: readonly MeasureId[],
  asked: Asked,
): Promise<AmountsRead> {
  const filtered = Object.keys(asked.filter) as Dimension[]
  const whole = await readCells(inside, stores, measures, { ...asked, by: null }, filtered)
  const parts =
    asked.by === null ? undefined : await readCells(inside, stores, measures, asked, [...filtered, asked.by])
  const byRow = Map.groupBy(parts?.cells ?? [], ({ row }) => row)
  return {
    total: amountsOf(whole.cells, whole.unread, asked.currency),
    rows: new Map(
      [...byRow].map(([row, cells]) => [row, amountsOf(cells, parts?.unread ?? new Set(), asked.currency)]),
    ),
  }
}

/** Nothing was read for a row: its sums are zero where its stores were read at all. */
export const nothing = (unread: ReadonlySet<MeasureId>, currency: string): Amounts => amountsOf([], unread, currency)

async function readCells(
  inside: Inside,
  stores: Stores,
  measures: readonly MeasureId[],
  asked: Asked,
  dimensions: readonly Dimension[],
): Promise<{ cells: Cell[]; unread: Set<MeasureId> }> {
  const byStore = Map.groupBy(measures, (measure) => keeperOf(measure, dimensions))
  const unread = new Set<MeasureId>()
  const found: Cell[] = []
  const first = new Map<StoreId, Day | undefined>()
  for (const [keeper, of] of byStore) {
    // What few a value is judged by may not be kept so; then it is not judged.
    if (!keeper) continue
    const store = stores[keeper.store]
    if (!first.has(keeper.store)) first.set(keeper.store, await store.since(inside, asked.batch))
    const since = first.get(keeper.store)
    if (since === undefined || asked.range.to < since) for (const measure of of) unread.add(measure)
    else found.push(...(await store.read(inside, { ...asked, range: cutFor(keeper.hours, asked.range), measures: of })))
  }
  return { cells: await restated(inside, found, asked.currency), unread }
}

const cutFor = (hours: boolean, range: ComparedPart): ComparedPart => (hours ? range : { ...range, hour: null })

async function restated(inside: Inside, cells: Cell[], currency: string): Promise<Cell[]> {
  const foreign = cells.flatMap((cell) =>
    cell.day !== null && cell.currency !== null
      ? [{ ...cell, day: cell.day, currency: cell.currency, minor: cell.value }]
      : [],
  )
  if (foreign.length === 0) return cells
  const days = foreign.map(({ day }) => day).sort()
  const rates = await fxRates(inside, { from: days[0] ?? '', to: days.at(-1) ?? '', currency })
  const rows = inCurrency(foreign, currency, rates).rows.map(({ minor, ...cell }) => ({ ...cell, value: minor }))
  return [...cells.filter(({ day }) => day === null), ...rows]
}

function amountsOf(cells: readonly Cell[], unread: ReadonlySet<MeasureId>, currency: string): Amounts {
  const values = new Map<MeasureId, number>()
  const mixed = new Set<MeasureId>()
  for (const cell of cells) {
    if (cell.currency !== null && cell.currency !== currency) mixed.add(cell.measure)
    else values.set(cell.measure, (values.get(cell.measure) ?? 0) + cell.value)
  }
  return { currency, values, mixed, unread }
}
