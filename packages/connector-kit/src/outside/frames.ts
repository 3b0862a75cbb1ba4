/** Nothing longer is taken at once, in bytes: 16 MiB. */
const longestFrame = 16 * 1024 * 1024

/** A message as it goes over the pipe: its length in four bytes, then JSON. */
export function frameOf(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8')
  const frame = Buffer.allocUnsafe(4 + body.length)
  frame.writeUInt32BE(body.length, 0)
  body.copy(frame, 4)
  return frame
}

/**
 * Cuts what comes over the pipe into messages. One that is announced as longer than allowed is never held: `onFault` is told at
 * once, and nothing is read after it.
 */
export function createFrameReader(to: {
  onMessage: (message: unknown) => void
  onFault: (why: 'too long' | 'no JSON') => void
}): (piece: Buffer) => void {
  let pieces: Buffer[] = []
  let held = 0
  let over = false
  const fail = (why: 'too long' | 'no JSON') => {
    over = true
    pieces = []
    to.onFault(why)
  }
  return (piece) => {
    if (over) return
    pieces.push(piece)
    held += piece.length
    while (held >= 4 && !over) {
      const first = pieces[0]
      if (pieces.length > 1 && (first?.length ?? 0) < 4) pieces = [Buffer.concat(pieces)]
      const length = pieces[0]?.readUInt32BE(0) ?? 0
      if (length > longestFrame) return fail('too long')
      if (held < 4 + length) return
      const all = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
      pieces = [all.subarray(4 + length)]
      held -= 4 + length
      let message: unknown
      try {
        message = parseGiven(all.toString('utf8', 4, 4 + length))
      } catch {
        return fail('no JSON')
      }
      to.onMessage(message)
    }
  }
}

const mayBePrototype = /__proto__|\\u00/i

/** Reads JSON that is not ours: a name that would change an object's prototype is left out, wherever it stands. */
function parseGiven(text: string): unknown {
  if (!mayBePrototype.test(text)) return JSON.parse(text) as unknown
  return JSON.parse(text, (name, value: unknown) => (name === '__proto__' ? undefined : value)) as unknown
}
