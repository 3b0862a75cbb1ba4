import { createHash } from 'node:crypto'

/** A UUID (version 8) that is the same for the same names: the first 128 bits of their SHA-256. */
export function derivedId(...names: string[]): string {
  const bytes = createHash('sha256').update(names.join('\0')).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
