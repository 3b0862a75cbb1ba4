import { createHash } from 'node:crypto'

/**
 * The id of an event whose file names none: the first 128 bits of a SHA-256 of the tenant, the mapping and what stands in the row,
 * as a UUID of version 8 (RFC 9562). Rows alike in everything are one event.
 */
export function derivedId(tenantId: string, mapping: string, row: unknown): string {
  const digest = createHash('sha256')
    .update(`${tenantId}\0${mapping}\0${plainText(row)}`)
    .digest()
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  const hex = digest.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

/** JSON in which the order of fields does not count. */
export function plainText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(plainText).join(',')}]`
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${fields.map(([name, each]) => `${JSON.stringify(name)}:${plainText(each)}`).join(',')}}`
}
