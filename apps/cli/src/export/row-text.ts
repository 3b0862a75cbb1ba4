export type ExportFormat = 'ndjson' | 'csv'

/** The line above the rows, where the format has one. */
export const headText = (format: ExportFormat, columns: readonly string[]): string =>
  format === 'csv' ? `${columns.map(cell).join(',')}\r\n` : ''

/** One row as a line, its columns in their order. */
export const rowText = (format: ExportFormat, columns: readonly string[], row: Record<string, unknown>): string =>
  format === 'csv'
    ? `${columns.map((column) => cell(row[column])).join(',')}\r\n`
    : `${JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column] ?? null])))}\n`

/** RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe in front: donors choose their own names. */
const cell = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
