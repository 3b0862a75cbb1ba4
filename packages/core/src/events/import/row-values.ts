import { wrongWords, type FileRow } from './file-row.ts'

/** What stands in a row, by column; blank cells are left out. */
export type RowValues = Readonly<Record<string, unknown>>

/** Parts of an event that lines of JSON nest: their fields are columns of their own, as `properties.campaign_id`. */
const nested = ['properties', 'context']

/** Reads a row by its columns, or says why that cannot be. */
export function rowValues(
  { fields, line, wrong }: FileRow,
  columns: readonly string[],
): { ok: true; values: RowValues } | { ok: false; reason: string } {
  if (wrong) return { ok: false, reason: wrongWords[wrong] }
  if (fields) {
    if (fields.length !== columns.length)
      return { ok: false, reason: `${fields.length} fields where the header has ${columns.length}.` }
    return {
      ok: true,
      values: Object.fromEntries(fields.flatMap((field, i) => (field === '' ? [] : [[columns[i] ?? '', field]]))),
    }
  }
  let value: unknown
  try {
    value = JSON.parse(line ?? '')
  } catch {
    return { ok: false, reason: 'The line is not JSON.' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, reason: 'The line is no JSON object.' }
  return { ok: true, values: Object.fromEntries(Object.entries(value).flatMap(([name, each]) => flat(name, each))) }
}

function flat(name: string, value: unknown): [string, unknown][] {
  if (value === null || value === '') return []
  if (nested.includes(name) && typeof value === 'object' && !Array.isArray(value))
    return Object.entries(value).flatMap(([key, each]): [string, unknown][] =>
      each === null || each === '' ? [] : [[`${name}.${key}`, each]],
    )
  return [[name, value]]
}

/** How many columns are offered of lines that have no header. */
const mostColumns = 200

/** Columns of lines of JSON: what stands in the first of them, in the order met. */
export function columnsOf(rows: readonly FileRow[]): string[] {
  const names = new Set<string>()
  for (const row of rows) {
    const read = rowValues(row, [])
    if (read.ok) for (const name of Object.keys(read.values)) if (name.length <= 200) names.add(name)
  }
  return [...names].filter((name) => name !== '').slice(0, mostColumns)
}
