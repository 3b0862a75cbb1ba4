import type { Day } from '@throughline/canonical'

/** A day's entries within columns: [from, to). Days come in order; a day may come in several pieces. */
export interface DayPiece {
  day: Day
  from: number
  to: number
}

/** What people did over a range of days, column by column, in memory that threads share. A column that nobody asked for is null. */
export interface ActivityColumns {
  n: number
  days: readonly DayPiece[]
  contact: Uint32Array
  kind: Uint16Array
  /** 1, or 255 where it takes an event back. */
  sign: Uint8Array
  /** Seconds since 1970. */
  sec: Uint32Array | null
  campaign: Uint32Array | null
  creative: Uint32Array | null
  channel: Uint8Array | null
  region: Uint16Array | null
  /** Null where nothing was written after the batch that is asked for. */
  recorded: Uint32Array | null
}

/** Gifts, and what was given back, of a range of days: the ledger's strips in the same form. */
export interface GiftColumns {
  n: number
  days: readonly DayPiece[]
  contact: Uint32Array
  kind: Uint8Array
  sign: Uint8Array
  sec: Uint32Array | null
  recorded: Uint32Array | null
}

/** Names and widths in bytes of the columns of each. */
export const activityWidths = {
  contact: 4,
  kind: 2,
  sign: 1,
  sec: 4,
  campaign: 4,
  creative: 4,
  channel: 1,
  region: 2,
  recorded: 4,
} as const
export const giftWidths = { contact: 4, kind: 1, sign: 1, sec: 4, recorded: 4 } as const

/** A packed row as it was read; null is a column that was not asked for. */
export type PackedPiece<Widths> = { day: Day; n: number } & { [Name in keyof Widths]: Uint8Array | null }

function viewOf(buffer: SharedArrayBuffer, width: 1 | 2 | 4): Uint8Array | Uint16Array | Uint32Array {
  if (width === 1) return new Uint8Array(buffer)
  return width === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer)
}

/** Packed rows put behind one another, one array a column: rows come in order of days. */
function joined<Widths extends Readonly<Record<string, 1 | 2 | 4>>>(
  widths: Widths,
  pieces: readonly PackedPiece<Widths>[],
): Record<keyof Widths, Uint8Array | Uint16Array | Uint32Array | null> & { n: number; days: DayPiece[] } {
  const n = pieces.reduce((sum, piece) => sum + piece.n, 0)
  const columns = Object.entries(widths).map(([name, width]) => {
    const bytesOf = (piece: PackedPiece<Widths>) => (piece as Record<string, unknown>)[name] as Uint8Array | null
    if (pieces.length > 0 && pieces.some((piece) => bytesOf(piece) === null)) return [name, null]
    const buffer = new SharedArrayBuffer(n * width)
    const bytes = new Uint8Array(buffer)
    let at = 0
    for (const piece of pieces) {
      bytes.set(bytesOf(piece)!, at)
      at += piece.n * width
    }
    return [name, viewOf(buffer, width)]
  })
  let at = 0
  const days = pieces.map(({ day, n: length }) => ({ day, from: at, to: (at += length) }))
  return { n, days, ...Object.fromEntries(columns) } as never
}

export const joinActivity = (pieces: readonly PackedPiece<typeof activityWidths>[]): ActivityColumns =>
  joined(activityWidths, pieces) as unknown as ActivityColumns
export const joinGifts = (pieces: readonly PackedPiece<typeof giftWidths>[]): GiftColumns =>
  joined(giftWidths, pieces) as unknown as GiftColumns
