/** One event of a person as strips hold it. */
export interface StripEvent {
  contact: number
  /** Seconds since 1970. */
  sec: number
  kind: number
  sign: 1 | -1
  campaign: number
  creative: number
  channel: number
  region: number
  /** The batch that wrote it. */
  recorded: number
  cause: number
}

/** The most that one row of strips holds. */
export const stripLimit = 65_536

/** Columns in the order in which they decide the order of a day's events, with their width in bytes. */
const columns = [
  ['sec', 4],
  ['contact', 4],
  ['recorded', 4],
  ['kind', 2],
  ['sign', 1],
  ['campaign', 4],
  ['creative', 4],
  ['channel', 1],
  ['region', 2],
  ['cause', 1],
] as const satisfies readonly (readonly [keyof StripEvent, 1 | 2 | 4])[]
export type StripColumn = (typeof columns)[number][0]
export const stripColumns: readonly StripColumn[] = columns.map(([name]) => name)

/** A row of a day's events as little-endian arrays; 27 bytes an event. */
export type StripPiece = Record<StripColumn, Uint8Array> & { n: number }

/** Packs a day's events in their one order, so that the same events always give the same bytes. */
export function packEvents(events: readonly StripEvent[]): StripPiece[] {
  const ordered = [...events].sort(inOrder)
  const pieces: StripPiece[] = []
  for (let from = 0; from < ordered.length; from += stripLimit)
    pieces.push(packOne(ordered.slice(from, from + stripLimit)))
  return pieces
}

function inOrder(a: StripEvent, b: StripEvent): number {
  for (const [name] of columns) if (a[name] !== b[name]) return a[name] - b[name]
  return 0
}

function packOne(events: readonly StripEvent[]): StripPiece {
  const piece = { n: events.length } as StripPiece
  for (const [name, width] of columns) {
    const bytes = new Uint8Array(events.length * width)
    const view = new DataView(bytes.buffer)
    for (const [i, event] of events.entries())
      if (width === 4) view.setUint32(i * 4, event[name], true)
      else if (width === 2) view.setUint16(i * 2, event[name], true)
      else view.setUint8(i, event[name] & 0xff)
    piece[name] = bytes
  }
  return piece
}

/** Every event of a packed row, in its order. */
export function unpackEvents(piece: StripPiece): StripEvent[] {
  const events = Array.from({ length: piece.n }, () => ({}) as StripEvent)
  for (const [name, width] of columns) {
    const bytes = piece[name]
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (const [i, event] of events.entries()) {
      const value =
        width === 4 ? view.getUint32(i * 4, true) : width === 2 ? view.getUint16(i * 2, true) : view.getUint8(i)
      if (name === 'sign') event.sign = value === 1 ? 1 : -1
      else event[name] = value
    }
  }
  return events
}
