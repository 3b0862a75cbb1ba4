import type { z } from 'zod'
import { MalformedRow } from '../csv.ts'
import type { MappedRow, MappedRows } from './messages.ts'

/** Rows as the child gave them, with what it made of each in the same breath: a page takes one call, not two. */
export interface RowCache {
  /** The rows, to be handed on. */
  keep(stream: string, given: z.infer<typeof MappedRows>): unknown[]
  /** What was made of this very row of this stream, if it came from here unchanged. */
  of(stream: string, row: unknown): MappedRow | undefined
}

export function createRowCache(): RowCache {
  const made = new WeakMap<object, { stream: string; mapped: MappedRow }>()
  return {
    keep: (stream, { rows, mapped }) =>
      rows.map((raw, index) => {
        const of = mapped[index]
        const row = of && 'issues' in of && of.malformed ? new MalformedRow(of.issues, raw) : raw
        if (of && typeof row === 'object' && row !== null) made.set(row, { stream, mapped: of })
        return row
      }),
    of(stream, row) {
      const found = typeof row === 'object' && row !== null ? made.get(row) : undefined
      return found?.stream === stream ? found.mapped : undefined
    },
  }
}
