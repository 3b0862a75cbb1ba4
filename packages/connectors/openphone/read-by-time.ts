import { Refused, type Ctx, type ReadPage } from '@throughline/connector-kit'
import type { TimeCursor } from './cursor.ts'
import { ask } from './quo.ts'
import { Page, type Config } from './schema.ts'

const hourMs = 3_600_000
/** One window: a busy week of one workspace is a few dozen pages. */
const windowMs = 7 * 24 * hourMs
const pageRows = '50'

/** How one list is asked for the instants [from, to). */
export type Between = (from: Date, to: Date) => Record<string, string>

/** Messages between two instants: both bounds of this list are exclusive. */
export const exclusive: Between = (from, to) => ({
  'createdAt[gt]': new Date(from.getTime() - 1).toISOString(),
  'createdAt[lt]': to.toISOString(),
})
/** Calls between two instants: both bounds of this list are inclusive. */
export const inclusive: Between = (from, to) => ({
  'createdAt[gte]': from.toISOString(),
  'createdAt[lte]': new Date(to.getTime() - 1).toISOString(),
})

/**
 * Reads a list window by window from the cursor's instant to now. A page cursor that is no longer known restarts its window; reading
 * a row twice writes it once. A page may be empty before the last.
 */
export async function* readByTime(
  { http, now, config }: Ctx<Config>,
  path: string,
  between: Between,
  start: TimeCursor,
): AsyncGenerator<ReadPage<TimeCursor>> {
  const until = start.until ?? now().toISOString()
  const from = start.from ?? start.since
  let cursor: TimeCursor = { ...start, until, from }
  for (;;) {
    const opens = new Date(cursor.since)
    const closes = new Date(Math.min(opens.getTime() + windowMs, Date.parse(until)))
    if (opens >= closes) break
    const query = { limit: pageRows, ...between(opens, closes), ...(cursor.after ? { after: cursor.after } : {}) }
    const page = await ask(http, path, { query }).then(
      (answer) => answer.json(Page),
      (error: unknown) => {
        // 400 on a page cursor: it has expired. Without one it is our own mistake.
        if (error instanceof Refused && error.status === 400 && cursor.after !== undefined) return undefined
        throw error
      },
    )
    const { after: _, ...windowStart } = cursor
    const over = page === undefined ? false : !page.nextCursor || page.data.length === 0
    if (page === undefined) cursor = windowStart
    else if (over) cursor = { ...windowStart, since: closes.toISOString() }
    else cursor = { ...cursor, ...(page.nextCursor ? { after: page.nextCursor } : {}) }
    const rows = (page?.data ?? []).filter((row) => isOurs(row, config))
    const all = Date.parse(until) - Date.parse(from)
    const done = Date.parse(cursor.since) - Date.parse(from)
    yield { rows, next: cursor, ...(all > 0 ? { progress: { done: done / hourMs, of: all / hourMs } } : {}) }
  }
  yield { rows: [], next: { since: until }, last: true }
}

/** Where only some numbers are wanted, rows of others are nobody's here; a row without a number is kept. */
function isOurs(row: unknown, { phoneNumberIds }: Config): boolean {
  if (phoneNumberIds.length === 0 || typeof row !== 'object' || row === null || !('phoneNumberId' in row)) return true
  return typeof row.phoneNumberId !== 'string' || phoneNumberIds.includes(row.phoneNumberId)
}
