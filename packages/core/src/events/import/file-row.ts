/** One row of an imported file as it was cut out of it. */
export interface FileRow {
  /** As a spreadsheet counts: the header of a CSV is row 1. In lines of JSON, the line. */
  row: number
  /** Fields of a CSV, in the order of its columns. */
  fields?: string[]
  /** A line of JSON, or what could not be read. */
  line?: string
  wrong?: RowWrong
}

/** Why a row cannot be read at all. */
export type RowWrong = 'not_utf8' | 'unclosed_quote' | 'too_long'

/** Why a row is no event, in words. Never repeats what stands in it. */
export const wrongWords: Readonly<Record<RowWrong, string>> = {
  not_utf8: 'The row is not UTF-8.',
  unclosed_quote: 'A quoted field does not close.',
  too_long: 'The row is longer than 1 MiB.',
}

export type FileFormat = 'csv' | 'ndjson'
