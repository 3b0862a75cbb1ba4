import { tiers } from '../evidence.ts'
import { touchCode, touchTypeOf, type TouchType } from './touch.ts'

/** A touch as it is stored: its place by number. */
export interface PackedTouch {
  /** Epoch seconds. */
  at: number
  placeNo: number
  type: TouchType
  tier: (typeof tiers)[number]
}

const bytesEach = 10

/** Touches as little-endian columns: seconds and place of 4 bytes each, then type and tier of one. */
export function packTouches(touches: readonly PackedTouch[]): Uint8Array {
  const n = touches.length
  const bytes = new Uint8Array(n * bytesEach)
  const view = new DataView(bytes.buffer)
  for (const [i, { at, placeNo, type, tier }] of touches.entries()) {
    view.setUint32(4 * i, at, true)
    view.setUint32(4 * (n + i), placeNo, true)
    bytes[8 * n + i] = touchCode(type)
    bytes[9 * n + i] = tiers.indexOf(tier)
  }
  return bytes
}

/** @throws Error where the bytes are no whole number of touches */
export function unpackTouches(bytes: Uint8Array): PackedTouch[] {
  if (bytes.length % bytesEach !== 0) throw new Error('touches are cut off')
  const n = bytes.length / bytesEach
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: n }, (_, i) => ({
    at: view.getUint32(4 * i, true),
    placeNo: view.getUint32(4 * (n + i), true),
    type: touchTypeOf(bytes[8 * n + i] ?? 0),
    tier: tiers[bytes[9 * n + i] ?? 0] ?? 'none',
  }))
}
