import { pathsOf, type NamedPath, type Paths } from '@throughline/core/attribution/models'
import { MalformedRow, readCsv, readCsvHeader, type CsvRow } from '@throughline/connector-kit'
import { StartFailure } from '@throughline/db/embedded'

/** What a file of paths has, and by which names it is known. */
const known = {
  path: ['path'],
  conversions: ['conversions', 'total_conversions'],
  value: ['value', 'total_conversion_value'],
  nulls: ['nulls', 'total_null'],
} as const
type Field = keyof typeof known
const numbers = ['conversions', 'value', 'nulls'] as const

/** States of a chain that are no touches: no channel may be called so. */
const reserved = new Set(['(start)', '(conversion)', '(null)'])

export interface PathFile {
  paths: Paths
  /** What conversions without any touch came to: nobody's. */
  unattributed: { conversions: number; value: number }
}

/**
 * Reads aggregated paths from CSV. Rows are counted as spreadsheets do: the header is row 1.
 * @throws StartFailure in one line that names the columns or rows at fault
 */
export async function readPaths(file: string): Promise<PathFile> {
  const columns = await readCsvHeader(file).catch((error: unknown) => {
    throw unreadable(file, error)
  })
  const named = columnNames(file, columns)
  const paths: NamedPath[] = []
  const unattributed = { conversions: 0, value: 0 }
  const faults: { row: number; what: string }[] = []
  let row = 1
  try {
    for await (const page of readCsv(file, { columns }))
      for (const each of page.rows) {
        row += 1
        const read = readRow(each, named)
        if (typeof read === 'string') faults.push({ row, what: read })
        else if (read.touches.length > 0) paths.push(read)
        else {
          unattributed.conversions += read.conversions
          unattributed.value += read.value
        }
      }
  } catch (error) {
    throw unreadable(file, error)
  }
  const [first, ...more] = faults
  if (first) throw new StartFailure(`${file}, row ${first.row}: ${first.what}${alsoIn(more)}`)
  if (row === 1) throw new StartFailure(`${file} has a header and no paths.`)
  return { paths: pathsOf(paths), unattributed }
}

function columnNames(file: string, columns: readonly string[]): Record<Field, string> {
  const missing: string[] = []
  const found = (Object.keys(known) as Field[]).map((field): [Field, string] => {
    const there = known[field].filter((name) => columns.includes(name))
    if (there.length > 1) throw new StartFailure(`${file} has both ${there.join(' and ')}: leave one.`)
    if (there.length === 0) missing.push(known[field].join(' or '))
    return [field, there[0] ?? '']
  })
  if (missing.length > 0)
    throw new StartFailure(
      `${file} lacks the column${missing.length > 1 ? 's' : ''} ${missing.join(', ')}; it has ${columns.join(', ')}.`,
    )
  return Object.fromEntries(found) as Record<Field, string>
}

/** The path of a row, or what is wrong with it. */
function readRow(row: CsvRow | MalformedRow, named: Record<Field, string>): NamedPath | string {
  if (row instanceof MalformedRow) return row.issues.map(({ message }) => message).join(', ')
  const path: NamedPath = { touches: [], conversions: 0, value: 0, nulls: 0 }
  for (const field of numbers) {
    const text = row[named[field]]?.trim() ?? ''
    const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN
    if (!Number.isFinite(number)) return `${named[field]} is "${text}", which is no number`
    if (number < 0) return `${named[field]} is ${text}, which is below 0`
    path[field] = number
  }
  const text = row[named.path]?.trim() ?? ''
  if (text === '') return path
  const touches = text.split(' > ').map((touch) => touch.trim())
  const blank = touches.findIndex((touch) => touch === '' || touch === '>')
  if (blank !== -1) return `touch ${blank + 1} of its path has no name`
  const taken = touches.find((touch) => reserved.has(touch))
  if (taken !== undefined) return `no channel may be called ${taken}`
  return { ...path, touches }
}

function alsoIn(more: readonly { row: number }[]): string {
  if (more.length === 0) return '.'
  const rows = more.slice(0, 8).map(({ row }) => row)
  const rest = more.length - rows.length
  return `; rows ${rows.join(', ')}${rest > 0 ? ` and ${rest} more` : ''} cannot be read either.`
}

function unreadable(file: string, error: unknown): StartFailure {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return new StartFailure(`There is no file ${file}.`)
  if (code === 'EISDIR') return new StartFailure(`${file} is a folder; give a CSV file.`)
  return new StartFailure(`${file} cannot be read: ${message}.`, { cause: error })
}
