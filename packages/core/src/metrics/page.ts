import { Invalid } from '@throughline/canonical'
import type { FactCursor } from '../ledger/index.ts'

/** Pages of at most 200; `cursor` is what the page before called `next`. */
export interface PageInput {
  cursor?: string | undefined
  limit: number
}
export interface PageOf<Row> {
  rows: Row[]
  next: string | null
}

/** Where a page ended, as text that means nothing to others. */
export function writeCursor(cursor: FactCursor | null): string | null {
  return (
    cursor &&
    Buffer.from(JSON.stringify([cursor.happenedAt, cursor.kind, cursor.source, cursor.key])).toString('base64url')
  )
}

/** @throws Invalid where it is not one of ours */
export function readCursor(text: string | undefined): FactCursor | undefined {
  if (text === undefined) return undefined
  try {
    const [happenedAt, kind, source, key] = JSON.parse(Buffer.from(text, 'base64url').toString()) as string[]
    if (
      happenedAt === undefined ||
      kind === undefined ||
      source === undefined ||
      key === undefined ||
      Number.isNaN(Date.parse(happenedAt))
    )
      throw new Error('incomplete')
    return { happenedAt, kind, source, key }
  } catch {
    throw new Invalid('This is not a place in the list.', 'cursor')
  }
}
