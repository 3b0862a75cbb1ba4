import { cutRecord } from './csv-record.ts'
import { ProviderChanged } from './errors.ts'
import { openFile } from './open-file.ts'
import type { RowIssue } from './observed.ts'

/** A row by header name; blank fields are left out. */
export type CsvRow = Record<string, string>

/** A row that a reader could not make sense of: the runner sets it aside alone. */
export class MalformedRow {
  readonly issues: RowIssue[]
  readonly raw: unknown
  constructor(issues: RowIssue[], raw: unknown) {
    this.issues = issues
    this.raw = raw
  }
}

export interface CsvPage {
  rows: (CsvRow | MalformedRow)[]
  /** Where the next page begins, in bytes; a later `readCsv({ from })` goes on there. */
  next: number
}

/** The file ends inside its last record: nothing of it is to be trusted to be all. */
export class TruncatedCsv extends Error {
  constructor() {
    super('the CSV ends inside its last record')
    this.name = 'TruncatedCsv'
  }
}

const chunkBytes = 256 * 1024

/**
 * The header's names in order, without a byte order mark. A name that repeats gets ` (2)`, ` (3)`, so that no column
 * overwrites another.
 * @throws ProviderChanged where a required column is missing: that is another file than we know.
 */
export async function readCsvHeader(path: string, required: readonly string[] = []): Promise<string[]> {
  for await (const { fields } of records(path, 0)) {
    const columns = nameColumns(fields ?? [])
    const missing = required.filter((name) => !columns.includes(name))
    if (missing.length > 0) throw new ProviderChanged(`the CSV lacks the column ${missing.join(', ')}`)
    return columns
  }
  throw new ProviderChanged('the CSV has no header row')
}

/**
 * Reads a CSV file by header name in pages, from a byte position of an earlier page. The whole file is never in memory.
 * @throws TruncatedCsv where the last record has no end.
 */
export async function* readCsv(
  path: string,
  options: { columns: readonly string[]; from?: number; pageRows?: number },
): AsyncGenerator<CsvPage> {
  const { columns, from = 0, pageRows = 500 } = options
  let rows: CsvPage['rows'] = []
  let isHeader = from === 0
  for await (const { fields, line, next, last } of records(path, from)) {
    if (isHeader) isHeader = false
    else if (fields) {
      if (last && fields.length < columns.length) throw new TruncatedCsv()
      if (fields.length > 1 || fields[0] !== '') rows.push(toRow(columns, fields))
    } else rows.push(unclosed(line))
    if (rows.length < pageRows) continue
    yield { rows, next }
    rows = []
  }
  if (rows.length > 0) yield { rows, next: await size(path) }
}

/** How many records follow the header. Reads to the end, so it also finds a truncation. */
export async function countCsvRecords(path: string, columns: readonly string[]): Promise<number> {
  let count = 0
  for await (const { rows } of readCsv(path, { columns })) count += rows.length
  return count
}

/** A page of CSV that came as text, whole. */
export interface CsvText {
  columns: string[]
  rows: (CsvRow | MalformedRow)[]
  /** Its last record has a line end: where a source always writes one, a text without was cut short. */
  ended: boolean
}

/**
 * Reads CSV text by header name. `columns` are those of an earlier page: then a header is dropped where this page repeats it, and
 * none is needed.
 * @throws TruncatedCsv where the last record has no end
 */
export function readCsvText(text: string, options: { columns?: readonly string[] } = {}): CsvText {
  const bytes = Buffer.from(text.startsWith('\uFEFF') ? text.slice(1) : text, 'utf8')
  const ended = bytes.at(-1) === 0x0a
  let columns = options.columns && [...options.columns]
  let isFirst = true
  const rows: CsvText['rows'] = []
  for (let at = 0; at < bytes.length;) {
    const cut = cutRecord(bytes, at, true)
    if (cut.kind === 'incomplete') throw new TruncatedCsv()
    at = cut.next
    const isHeader = isFirst && cut.kind === 'record' && (!columns || sameNames(cut.fields, columns))
    isFirst = false
    if (isHeader) columns ??= nameColumns(cut.fields)
    else if (cut.kind === 'malformed') rows.push(unclosed(cut.line))
    else if (at === bytes.length && !ended && cut.fields.length < (columns ?? []).length) throw new TruncatedCsv()
    else if (cut.fields.length > 1 || cut.fields[0] !== '') rows.push(toRow(columns ?? [], cut.fields))
  }
  return { columns: columns ?? [], rows, ended }
}

const sameNames = (fields: readonly string[], columns: readonly string[]): boolean =>
  fields.length === columns.length && nameColumns(fields).every((name, index) => name === columns[index])

const unclosed = (line: string | undefined): MalformedRow =>
  new MalformedRow([{ path: '', message: 'a quoted field does not close' }], line)

interface Cut {
  fields?: string[]
  line?: string
  next: number
  /** No line end follows it. */
  last: boolean
}

async function* records(path: string, from: number): AsyncGenerator<Cut> {
  const file = await openFile(path)
  try {
    let held: Buffer = Buffer.alloc(0)
    let heldAt = from
    let atEnd = false
    while (!atEnd) {
      const chunk = await file.read(chunkBytes, heldAt + held.length)
      atEnd = chunk.length === 0
      held = Buffer.concat([held, chunk])
      let at = heldAt === 0 && held.indexOf('\uFEFF') === 0 ? 3 : 0
      while (at < held.length) {
        const cut = cutRecord(held, at, atEnd)
        if (cut.kind === 'incomplete') {
          if (atEnd) throw new TruncatedCsv()
          break
        }
        const last = cut.next === held.length && held[held.length - 1] !== 0x0a
        if (last && !atEnd) break
        at = cut.next
        yield cut.kind === 'record'
          ? { fields: cut.fields, next: heldAt + at, last }
          : { line: cut.line, next: heldAt + at, last }
      }
      held = held.subarray(at)
      heldAt += at
    }
  } finally {
    await file.close()
  }
}

async function size(path: string): Promise<number> {
  const file = await openFile(path)
  try {
    return await file.size()
  } finally {
    await file.close()
  }
}

function nameColumns(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    const trimmed = name.trim()
    const count = (seen.get(trimmed) ?? 0) + 1
    seen.set(trimmed, count)
    return count === 1 ? trimmed : `${trimmed} (${count})`
  })
}

function toRow(columns: readonly string[], fields: readonly string[]): CsvRow | MalformedRow {
  const row: CsvRow = {}
  fields.forEach((field, index) => {
    if (field !== '') row[columns[index] ?? `(column ${index + 1})`] = field
  })
  if (fields.length === columns.length) return row
  const message = `${fields.length} fields where the header has ${columns.length}`
  return new MalformedRow([{ path: '', message }], row)
}
