/** One record cut out of the bytes, or why it could not be. `next` is the byte after it. */
export type CsvCut =
  | { kind: 'record'; fields: string[]; next: number }
  /** The bytes end before the record does: give more of them. */
  | { kind: 'incomplete' }
  /** Its quotes do not close as RFC 4180 says; `next` is the start of the following line. */
  | { kind: 'malformed'; line: string; next: number }

const quote = 0x22
const comma = 0x2c
const cr = 0x0d
const lf = 0x0a
/** A record longer than this has a quote that never closes. */
const longestRecord = 1 << 20

/**
 * Cuts the record that begins at `start` (RFC 4180: quoted fields hold commas, doubled quotes and line ends; lines end in
 * CRLF or LF). A quote inside an unquoted field is an ordinary character. A quoted field followed by anything but a comma
 * or a line end is malformed: then only its first line is given up, so that the lines after it are read.
 */
export function cutRecord(bytes: Buffer, start: number, atEnd: boolean): CsvCut {
  const fields: string[] = []
  let at = start
  for (;;) {
    if (at - start > longestRecord) return malformed(bytes, start)
    const field = bytes[at] === quote ? cutQuoted(bytes, at, atEnd) : cutPlain(bytes, at, atEnd)
    if (field === 'incomplete') {
      const tooLong = bytes.length - start > longestRecord
      return tooLong || (atEnd && bytes.indexOf(lf, start) !== -1) ? malformed(bytes, start) : { kind: 'incomplete' }
    }
    if (field === 'malformed') return malformed(bytes, start)
    fields.push(field.text)
    const after = bytes[field.end]
    if (after !== comma) return { kind: 'record', fields, next: afterLineEnd(bytes, field.end) }
    at = field.end + 1
  }
}

type Field = { text: string; end: number } | 'incomplete' | 'malformed'

function cutPlain(bytes: Buffer, from: number, atEnd: boolean): Field {
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === comma || byte === lf) return { text: textOf(bytes, from, at), end: at }
    if (byte === cr) {
      if (at + 1 === bytes.length && !atEnd) return 'incomplete'
      if (at + 1 === bytes.length || bytes[at + 1] === lf) return { text: textOf(bytes, from, at), end: at }
    }
  }
  return atEnd ? { text: textOf(bytes, from, bytes.length), end: bytes.length } : 'incomplete'
}

/** Most fields are blank: those cost nothing. */
const textOf = (bytes: Buffer, from: number, to: number): string =>
  from === to ? '' : bytes.toString('utf8', from, to)

function cutQuoted(bytes: Buffer, from: number, atEnd: boolean): Field {
  let doubled = false
  for (let at = bytes.indexOf(quote, from + 1); at !== -1; at = bytes.indexOf(quote, at + 1)) {
    if (at + 1 === bytes.length && !atEnd) return 'incomplete'
    if (bytes[at + 1] === quote) {
      doubled = true
      at += 1
      continue
    }
    const after = bytes[at + 1]
    if (after === cr && at + 2 === bytes.length && !atEnd) return 'incomplete'
    const ends =
      after === undefined ||
      after === comma ||
      after === lf ||
      (after === cr && (bytes[at + 2] === lf || at + 2 === bytes.length))
    if (!ends) return 'malformed'
    const text = bytes.toString('utf8', from + 1, at)
    return { text: doubled ? text.replaceAll('""', '"') : text, end: at + 1 }
  }
  return 'incomplete'
}

function afterLineEnd(bytes: Buffer, at: number): number {
  const past = bytes[at] === cr ? at + 1 : at
  return bytes[past] === lf ? past + 1 : past
}

function malformed(bytes: Buffer, start: number): CsvCut {
  const lineEnd = bytes.indexOf(lf, start)
  const next = lineEnd === -1 ? bytes.length : lineEnd + 1
  return { kind: 'malformed', line: bytes.toString('utf8', start, next).trimEnd(), next }
}
