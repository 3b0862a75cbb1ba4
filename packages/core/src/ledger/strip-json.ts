import type { Day } from '@throughline/canonical'
import type { StripColumns } from './strip-columns.ts'

const base64 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')

/** A packed strip as a row of JSON: bytes as base64. */
export function stripJson(day: Day, columns: StripColumns): Record<string, unknown> {
  return {
    day,
    n: columns.n,
    contact: base64(columns.contact),
    sec: base64(columns.sec),
    kind: base64(columns.kind),
    sign: base64(columns.sign),
    recorded: base64(columns.recorded),
    cause: base64(columns.cause),
    amount: base64(columns.amount),
    currency: base64(columns.currency),
  }
}
