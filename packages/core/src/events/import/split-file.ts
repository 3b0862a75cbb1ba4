import { isUtf8 } from 'node:buffer'
import { Invalid } from '@throughline/canonical'
import type { CsvCut } from '@throughline/connector-kit'
import type { FileFormat, FileRow } from './file-row.ts'

/** Cuts one record out of bytes: the connector kit's own, handed in. */
export type CutRecord = (bytes: Buffer, start: number, atEnd: boolean) => CsvCut

export interface SplitPart {
  /** Of the header; undefined for lines of JSON. The same in every part. */
  columns: string[] | undefined
  rows: FileRow[]
}

/** A part holds no more rows, and begins anew after so many bytes. */
const partRows = 1_000
const partBytes = 1 << 20
const longestLine = 1 << 20
const lf = 0x0a
const cr = 0x0d

/**
 * Cuts a file that comes in pieces into parts. At most one part and one record are in memory.
 * @throws Invalid where it is no text file, or a CSV without a header
 */
export async function* splitFile(
  chunks: AsyncIterable<Uint8Array>,
  options: { format: FileFormat; cut: CutRecord; partRows?: number | undefined },
): AsyncGenerator<SplitPart> {
  const { format, cut, partRows: most = partRows } = options
  let columns: string[] | undefined
  let rows: FileRow[] = []
  let bytes = 0
  let row = 0
  let held: Buffer = Buffer.alloc(0)
  let first = true

  const take = (from: Cut): SplitPart | undefined => {
    row += 1
    if (from.blank) return undefined
    if (format === 'csv' && columns === undefined) {
      if (!from.fields) throw new Invalid('The first row must name the columns.', 'file')
      columns = nameColumns(from.fields)
      return undefined
    }
    const { fields, line, wrong } = from
    rows.push({ row, ...(fields && { fields }), ...(line !== undefined && { line }), ...(wrong && { wrong }) })
    bytes += from.size
    if (rows.length < most && bytes < partBytes) return undefined
    const part = { columns, rows }
    rows = []
    bytes = 0
    return part
  }

  const cutAll = function* (atEnd: boolean): Generator<SplitPart> {
    let at = 0
    while (at < held.length) {
      const found = format === 'csv' ? csvCut(held, at, atEnd, cut) : lineCut(held, at, atEnd)
      if (!found) break
      at += found.size
      const part = take(found)
      if (part) yield part
    }
    held = held.subarray(at)
  }

  for await (const chunk of chunks) {
    held = Buffer.concat([held, chunk])
    if (first) {
      if (held.length < 4) continue
      refuseOther(held)
      held = held.subarray(bomLength(held))
      first = false
    }
    yield* cutAll(false)
  }
  if (first) held = held.subarray(bomLength(held))
  yield* cutAll(true)
  if (rows.length > 0) yield { columns, rows }
  if (format === 'csv' && columns === undefined) throw new Invalid('The file is empty.', 'file')
}

interface Cut {
  fields?: string[]
  line?: string
  wrong?: NonNullable<FileRow['wrong']>
  blank: boolean
  size: number
}

function csvCut(held: Buffer, at: number, atEnd: boolean, cutRecord: CutRecord): Cut | undefined {
  const cut = cutRecord(held, at, atEnd)
  if (cut.kind === 'incomplete')
    return atEnd
      ? { line: shown(held.subarray(at)), wrong: 'unclosed_quote', blank: false, size: held.length - at }
      : undefined
  // Without its line end, more of the record may be to come.
  if (!atEnd && cut.next === held.length && held[held.length - 1] !== lf) return undefined
  const size = cut.next - at
  const bytes = held.subarray(at, cut.next)
  if (!isUtf8(bytes)) return { line: shown(bytes), wrong: 'not_utf8', blank: false, size }
  if (cut.kind === 'malformed')
    return {
      line: cut.line,
      wrong: bytes.length > longestLine ? 'too_long' : 'unclosed_quote',
      blank: false,
      size,
    }
  return { fields: cut.fields, blank: cut.fields.length === 1 && cut.fields[0]?.trim() === '', size }
}

function lineCut(held: Buffer, at: number, atEnd: boolean): Cut | undefined {
  const end = held.indexOf(lf, at)
  if (end === -1 && !atEnd) return undefined
  const next = end === -1 ? held.length : end + 1
  let to = end === -1 ? held.length : end
  if (to > at && held[to - 1] === cr) to -= 1
  const bytes = held.subarray(at, to)
  const size = next - at
  if (bytes.length > longestLine) return { line: shown(bytes), wrong: 'too_long', blank: false, size }
  if (!isUtf8(bytes)) return { line: shown(bytes), wrong: 'not_utf8', blank: false, size }
  const line = bytes.toString('utf8')
  return { line, blank: line.trim() === '', size }
}

/** The beginning of what cannot be read, as it may be kept. */
const shown = (bytes: Buffer): string => bytes.toString('utf8', 0, 2_000)

const bomLength = (bytes: Buffer): number => (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0)

function refuseOther(bytes: Buffer): void {
  const begins = (...wanted: number[]) => wanted.every((byte, i) => bytes[i] === byte)
  if (begins(0xff, 0xfe) || begins(0xfe, 0xff)) throw new Invalid('The file is UTF-16. Save it as UTF-8.', 'file')
  if (begins(0x50, 0x4b, 0x03, 0x04)) throw new Invalid('The file is a workbook or an archive. Save it as CSV.', 'file')
  if (begins(0x1f, 0x8b)) throw new Invalid('The file is compressed. Send it as it was before.', 'file')
  if (bytes.subarray(0, 1_000).includes(0)) throw new Invalid('The file is no text.', 'file')
}

/** Names that repeat get ` (2)`, ` (3)`; one that is missing, its place. */
function nameColumns(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map((name, place) => {
    const trimmed = name.trim().slice(0, 200) || `(column ${place + 1})`
    const count = (seen.get(trimmed) ?? 0) + 1
    seen.set(trimmed, count)
    return count === 1 ? trimmed : `${trimmed} (${count})`
  })
}
