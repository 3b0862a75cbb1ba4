import type { Expression, Soql } from './emulator-soql-parse.ts'
import { isAggregate, valueOf, type View } from './emulator-view.ts'
import { compare, type SRecord, type Value } from './emulator-table.ts'

/** One row for each group, as an aggregate question asks for. */
export function groups(view: View, soql: Soql, records: SRecord[]): Record<string, Value>[] {
  const keyOf = (row: SRecord) => soql.groupBy.map((by) => String(valueOf(view, soql.from, row, by))).join('\0')
  const grouped = soql.groupBy.length === 0 ? new Map([['', records]]) : Map.groupBy(records, keyOf)
  const rows = [...grouped]
    .sort(([a], [b]) => compare(a, b))
    .map(([, members]) =>
      Object.fromEntries(
        soql.select.map(({ expression, alias }, index) => [
          alias ?? (expression.kind === 'field' ? expression.path : `expr${index}`),
          aggregate(view, soql.from, members, expression),
        ]),
      ),
    )
  return rows
}

function aggregate(view: View, object: string, members: SRecord[], expression: Expression): Value {
  if (expression.kind !== 'call' || !isAggregate(expression))
    return members[0] && valueOf(view, object, members[0], expression)
  const of: Expression = { kind: 'field', path: expression.of }
  const values = members
    .map((row) => valueOf(view, object, row, of))
    .filter((value) => value !== undefined && value !== null)
  if (expression.name === 'COUNT') return values.length
  if (values.length === 0) return null
  if (expression.name === 'SUM') return values.reduce<number>((sum, value) => sum + Number(value), 0)
  return values.reduce((best, value) => (compare(value, best) < 0 === (expression.name === 'MIN') ? value : best))
}
