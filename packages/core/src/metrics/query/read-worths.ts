import type { Inside } from '@throughline/db'
import { none } from '../figure.ts'
import type { Metric, MetricReader, Readout, Worked, Worth } from '../registry/metric.ts'
import type { MetricId } from '../registry/metric-id.ts'
import type { Dimension } from '../registry/dimension.ts'
import {
  followsCredit,
  measuresOf,
  nothing,
  readAmounts,
  type AmountsRead,
  type Asked,
  type Stores,
} from './read-amounts.ts'
import { worthOf } from './worth-of.ts'

/** What metrics come to over one range: of everything, and of any row. */
export interface Worths {
  of: ReadonlyMap<MetricId, { total: Worth; row(key: string | null): Worth }>
  /** Keys of all rows of which something was found. */
  keys: readonly (string | null)[]
  /** What readers call their rows. */
  labels: ReadonlyMap<string | null, string>
  /** Something was read from credit. */
  follows: boolean
}

/** Without a key, of everything. */
export function worthAt({ of }: Worths, id: MetricId, key: string | null | undefined): Worth {
  const found = of.get(id)
  if (!found) return empty('not_read_yet')
  return key === undefined ? found.total : found.row(key)
}

interface Readers {
  stores: Stores
  readers: Readonly<Partial<Record<MetricId, MetricReader>>>
}

/** Works metrics out over one range: measures once for all of them, the others each by its own reader. */
export async function readWorths(
  inside: Inside,
  { stores, readers }: Readers,
  metrics: readonly Metric[],
  asked: Asked,
): Promise<Worths> {
  const of = new Map<MetricId, { total: Worth; row(key: string | null): Worth }>()
  const keys = new Set<string | null>()
  const labels = new Map<string | null, string>()
  const measures = [...new Set(metrics.flatMap(measuresOf))]
  const filtered = Object.keys(asked.filter) as Dimension[]
  const dimensions = asked.by === null ? filtered : [...filtered, asked.by]
  const amounts = measures.length === 0 ? undefined : await readAmounts(inside, stores, measures, asked)
  for (const metric of metrics) {
    const { id, worked } = metric
    const reader = readers[id] ?? (worked.by === 'reader' ? worked.read : undefined)
    if (reader) {
      const readout = await reader(inside, asked)
      of.set(id, rowsOf(readout))
      for (const { key, label } of readout.rows) {
        keys.add(key)
        if (label !== undefined) labels.set(key, label)
      }
    } else if (worked.by === 'measures' && amounts) {
      of.set(id, formulaOver(metric, worked, amounts))
      for (const [key, { values, mixed }] of amounts.rows)
        if (measuresOf(metric).some((measure) => values.has(measure) || mixed.has(measure))) keys.add(key)
    } else if (worked.by === 'nothing') {
      const worth = empty(worked.why)
      of.set(id, { total: worth, row: () => worth })
    }
  }
  return { of, keys: [...keys], labels, follows: metrics.some((metric) => followsCredit(metric, dimensions)) }
}

function formulaOver(metric: Metric, worked: Extract<Worked, { by: 'measures' }>, { total, rows }: AmountsRead) {
  return {
    total: worthOf(metric, worked, total),
    row: (key: string | null) => worthOf(metric, worked, rows.get(key) ?? nothing(total.unread, total.currency)),
  }
}

function rowsOf({ total, rows }: Readout) {
  const byKey = new Map(rows.map(({ key, worth }) => [key, worth]))
  return { total, row: (key: string | null) => byKey.get(key) ?? empty('no_units') }
}

const empty = (why: 'not_read_yet' | 'no_model_yet' | 'no_units'): Worth => ({
  value: none(why),
  numerator: null,
  denominator: null,
  interval: null,
  units: null,
})
