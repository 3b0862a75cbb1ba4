/** A version 7 UUID (RFC 9562): milliseconds, then ten random bytes. */
export function uuidV7(now: number, random: Uint8Array): string {
  const bytes = [...random.slice(0, 10)]
  bytes[0] = ((bytes[0] ?? 0) & 15) | 112
  bytes[2] = ((bytes[2] ?? 0) & 63) | 128
  const hex = now.toString(16).padStart(12, '0') + bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
