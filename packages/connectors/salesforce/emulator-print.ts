import type { EmulatedField } from './emulator-fields.ts'
import { childrenOf, parentOf, valueOf, type View } from './emulator-view.ts'
import type { Soql } from './emulator-soql-parse.ts'
import type { SRecord, Value } from './emulator-table.ts'
import type { SObject } from './query.ts'

const api = '/services/data/v62.0'

/** A record as REST prints it: `attributes`, nulls, `+0000`, whole currencies with `.0` lost in JSON, parents as objects. */
export function restRecord(view: View, soql: Soql, record: SRecord): Record<string, unknown> {
  const printed: Record<string, unknown> = attributes(soql.from, record.Id)
  for (const { expression } of soql.select) {
    if (expression.kind === 'children') {
      const { object, records } = childrenOf(view, record, expression.name)
      const inner = { ...expression.query, from: object }
      printed[expression.name] =
        records.length === 0
          ? null
          : { totalSize: records.length, done: true, records: records.map((row) => restRecord(view, inner, row)) }
    }
    if (expression.kind !== 'field') continue
    const [parent, field] = expression.path.split('.')
    if (field === undefined || parent === undefined) {
      printed[expression.path] = restValue(view, soql.from, expression.path, record[expression.path])
      continue
    }
    const of = parentOf(view, record, parent)
    const known: SObject | null = (printed[parent] as SObject | undefined) ?? (of ? attributes(parent, of.Id) : null)
    if (known && of) known[field] = restValue(view, parent, field, of[field])
    printed[parent] = known
  }
  return printed
}

const attributes = (type: string, id: string): SObject => ({
  attributes: { type, url: `${api}/sobjects/${type}/${id}` },
})

function restValue(view: View, object: string, name: string, value: Value): unknown {
  if (value === undefined || value === null) return typeOf(view, object, name) === 'boolean' ? false : null
  return typeOf(view, object, name) === 'datetime' && typeof value === 'string' ? value.replace(/Z$/, '+0000') : value
}

/** A record as a bulk file prints it: nothing for null, `true`, `…Z`, whole numbers as `3.0` and large ones as `1.6E13`. */
export function csvLine(view: View, soql: Soql, record: SRecord): string {
  const cells = soql.select.map(({ expression }) => {
    if (expression.kind !== 'field') return ''
    const [parent, field] = expression.path.split('.')
    const object = field === undefined ? soql.from : (parent ?? '')
    return csvValue(typeOf(view, object, field ?? expression.path), valueOf(view, soql.from, record, expression))
  })
  return `${cells.map(cell).join(',')}\n`
}

export const csvHeader = (soql: Soql): string =>
  `${soql.select.map(({ expression }) => cell(expression.kind === 'field' ? expression.path : '')).join(',')}\n`

function csvValue(type: string | undefined, value: Value): string {
  if (value === undefined || value === null) return type === 'boolean' ? 'false' : ''
  if (typeof value !== 'number') return String(value)
  if (Math.abs(value) >= 1e7)
    return value
      .toExponential()
      .replace('e+', 'E')
      .replace(/^(-?\d)E/, '$1.0E')
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`

const types = new WeakMap<EmulatedField[], Map<string, string>>()
function typeOf(view: View, object: string, name: string): string | undefined {
  const fields = view.fields(object)
  if (!fields) return undefined
  const known = types.get(fields) ?? new Map(fields.map((field) => [field.name, field.type]))
  types.set(fields, known)
  return known.get(name)
}
