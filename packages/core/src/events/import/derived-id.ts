import { derivedId as idFrom } from '../derived-id.ts'

/**
 * The id of an event whose file names none: the first 128 bits of a SHA-256 of the tenant, the mapping and what stands in the row,
 * as a UUID of version 8 (RFC 9562). Rows alike in everything are one event.
 */
export function derivedId(tenantId: string, mapping: string, row: unknown): string {
  return idFrom(tenantId, mapping, plainText(row))
}

/** JSON in which the order of fields does not count. */
export function plainText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(plainText).join(',')}]`
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${fields.map(([name, each]) => `${JSON.stringify(name)}:${plainText(each)}`).join(',')}}`
}
