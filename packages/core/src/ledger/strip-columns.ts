import type { Day } from '@throughline/canonical'
import type { StripEntry } from './strip-entry.ts'

/** A day's entries as little-endian arrays, one a column; 29 bytes an entry. */
export interface StripColumns {
  n: number
  contact: Uint8Array
  sec: Uint8Array
  kind: Uint8Array
  sign: Uint8Array
  recorded: Uint8Array
  cause: Uint8Array
  amount: Uint8Array
  currency: Uint8Array
}

/** The 32-bit numbers of a packed column: where it lies as it must for that, a view of it, else a copy. */
export function numbersIn(bytes: Uint8Array): Uint32Array {
  return bytes.byteOffset % 4 === 0
    ? new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
    : new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

/** The most that one row of strips holds. */
export const stripRowLimit = 65_536

/** The one order of a day's entries: by time, then by everything else, so that the same entries always give the same bytes. */
export function inOrder(a: StripEntry, b: StripEntry): number {
  return (
    a.sec - b.sec ||
    a.contact - b.contact ||
    a.recorded - b.recorded ||
    a.kind - b.kind ||
    a.sign - b.sign ||
    a.cause - b.cause ||
    a.amount - b.amount ||
    (a.currency < b.currency ? -1 : a.currency > b.currency ? 1 : 0)
  )
}

/** Packs entries, which are to be in order already. */
export function packStrip(entries: readonly StripEntry[]): StripColumns {
  const n = entries.length
  const columns: StripColumns = {
    n,
    contact: new Uint8Array(n * 4),
    sec: new Uint8Array(n * 4),
    kind: new Uint8Array(n),
    sign: new Uint8Array(n),
    recorded: new Uint8Array(n * 4),
    cause: new Uint8Array(n),
    amount: new Uint8Array(n * 8),
    currency: new Uint8Array(n * 3),
  }
  const view = (bytes: Uint8Array) => new DataView(bytes.buffer)
  const [contact, sec, recorded, amount] = [
    view(columns.contact),
    view(columns.sec),
    view(columns.recorded),
    view(columns.amount),
  ]
  const sign = new Int8Array(columns.sign.buffer)
  for (const [i, entry] of entries.entries()) {
    contact.setUint32(i * 4, entry.contact, true)
    sec.setUint32(i * 4, entry.sec, true)
    columns.kind[i] = entry.kind
    sign[i] = entry.sign
    recorded.setUint32(i * 4, entry.recorded, true)
    columns.cause[i] = entry.cause
    amount.setFloat64(i * 8, entry.amount, true)
    for (let letter = 0; letter < 3; letter++) columns.currency[i * 3 + letter] = entry.currency.charCodeAt(letter)
  }
  return columns
}

/** Every entry of a packed row, in its order. */
export function unpackStrip(day: Day, columns: StripColumns): StripEntry[] {
  const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [contact, sec, recorded, amount] = [
    view(columns.contact),
    view(columns.sec),
    view(columns.recorded),
    view(columns.amount),
  ]
  return Array.from({ length: columns.n }, (_, i) => ({
    day,
    contact: contact.getUint32(i * 4, true),
    sec: sec.getUint32(i * 4, true),
    kind: columns.kind[i] ?? 0,
    sign: columns.sign[i] === 1 ? 1 : -1,
    recorded: recorded.getUint32(i * 4, true),
    cause: columns.cause[i] ?? 0,
    amount: amount.getFloat64(i * 8, true),
    currency: String.fromCharCode(...columns.currency.subarray(i * 3, i * 3 + 3)),
  }))
}

/** Entries of one day in rows of at most 65,536. */
export function stripRows(entries: readonly StripEntry[]): StripColumns[] {
  const ordered = [...entries].sort(inOrder)
  return Array.from({ length: Math.ceil(ordered.length / stripRowLimit) }, (_, i) =>
    packStrip(ordered.slice(i * stripRowLimit, (i + 1) * stripRowLimit)),
  )
}
