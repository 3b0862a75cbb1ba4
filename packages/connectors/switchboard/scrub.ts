import { isObject } from './envelope.ts'

/** Staff at the client's: nothing that we need to know. */
const never = new Set(['creator', 'created_by', 'creator_email', 'creator_name'])

/** A row without staff and without blanks, so that one row reads alike from a page and from an export. */
export function scrubRow(row: unknown): unknown {
  if (!isObject(row)) return row
  const kept: Record<string, unknown> = {}
  for (const name in row) {
    const value = row[name]
    if (value === null || value === '' || value === undefined || never.has(name)) continue
    if (isObject(value) && Object.keys(value).length === 0) continue
    kept[name] = value
  }
  return kept
}
