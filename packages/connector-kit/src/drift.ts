/** A field of a row and the kind of value seen in it: `properties.amount string`. */
export type FieldSeen = `${string} ${FieldType}`
type FieldType = 'string' | 'number' | 'boolean' | 'object' | 'list'

/** Deeper than this nobody looks: what a source nests further is one field to us. */
const deepest = 4
/** A row with more fields than this is a map of its own, not a record. */
const mostFields = 600

/**
 * The fields of a row with their types, nested ones by path; the items of a list are one field, `lines[]`. Nulls say nothing of a
 * type and are left out.
 */
export function fieldsOf(row: unknown): Set<FieldSeen> {
  const fields = new Set<FieldSeen>()
  if (isObject(row)) for (const [name, value] of Object.entries(row)) look(value, name, 1, fields)
  return fields
}

function look(value: unknown, path: string, depth: number, fields: Set<FieldSeen>): void {
  if (value === null || value === undefined || fields.size >= mostFields) return
  if (Array.isArray(value)) {
    fields.add(`${path} list`)
    if (depth < deepest) for (const item of value) look(item, `${path}[]`, depth + 1, fields)
  } else if (isObject(value)) {
    fields.add(`${path} object`)
    if (depth < deepest)
      for (const [name, inner] of Object.entries(value)) look(inner, `${path}.${name}`, depth + 1, fields)
  } else fields.add(`${path} ${typeOf(value)}`)
}

/** The row without fields whose path was never seen. */
export function frozen(row: unknown, knownPaths: ReadonlySet<string>, path = '', depth = 1): unknown {
  if (Array.isArray(row)) return row.map((item) => frozen(item, knownPaths, path, depth + 1))
  if (!isObject(row) || depth > deepest) return row
  const kept = Object.entries(row).flatMap(([name, value]) => {
    const at = path === '' ? name : `${path}.${name}`
    if (value !== null && !knownPaths.has(at)) return []
    return [[name, frozen(value, knownPaths, Array.isArray(value) ? `${at}[]` : at, depth + 1)] as const]
  })
  return Object.fromEntries(kept)
}

/** The path of a field seen. */
export const pathOf = (field: FieldSeen): string => field.slice(0, field.lastIndexOf(' '))

function typeOf(value: unknown): 'string' | 'number' | 'boolean' {
  return typeof value === 'number' || typeof value === 'bigint'
    ? 'number'
    : typeof value === 'boolean'
      ? 'boolean'
      : 'string'
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
