import { plain } from '../figure.ts'
import type { Checked } from './check-question.ts'
import type { AnswerRow } from './question.ts'

/** Days and hours run on; other rows are in order of a metric, the largest first unless less is wanted, those without a value last. */
export function sortRows(
  rows: readonly AnswerRow[],
  { by, of, sort }: Pick<Checked, 'by' | 'of' | 'sort'>,
): AnswerRow[] {
  const [first] = of
  const id = sort?.metric ?? first?.id
  const valueOf = ({ readings }: AnswerRow) => {
    const reading = readings.find(({ metric }) => metric === id)
    return reading && plain(reading.value)
  }
  const named = (a: AnswerRow, b: AnswerRow) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1)
  if (sort === undefined && by === 'day') return rows.toSorted(named)
  if (sort === undefined && by === 'hour') return rows.toSorted((a, b) => Number(a.key) - Number(b.key))
  const wanted = of.find((metric) => metric.id === id)?.wanted
  const sign = (sort?.direction ?? (wanted === 'down' ? 'up' : 'down')) === 'up' ? 1 : -1
  return rows.toSorted((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)]
    if (left === undefined || right === undefined) return left === right ? named(a, b) : left === undefined ? 1 : -1
    return sign * (left - right) || named(a, b)
  })
}
