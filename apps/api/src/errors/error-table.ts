import { Conflict, Forbidden, Invalid, NotFound, TooMany, Unauthenticated } from '@throughline/canonical'

/** One row of the table: what a thrown error becomes, on either face. */
export interface ErrorRow {
  readonly error: new (...args: never[]) => Error
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 429
  readonly code: 'BAD_REQUEST' | 'UNAUTHORIZED' | 'FORBIDDEN' | 'NOT_FOUND' | 'CONFLICT' | 'TOO_MANY_REQUESTS'
  readonly title: string
}

/** Core's errors and what they become. Everything that is not here is a bug of ours: 500, and nothing said about it. */
const errorTable: readonly ErrorRow[] = [
  { error: NotFound, status: 404, code: 'NOT_FOUND', title: 'Not found' },
  { error: Forbidden, status: 403, code: 'FORBIDDEN', title: 'Not allowed' },
  { error: Unauthenticated, status: 401, code: 'UNAUTHORIZED', title: 'Not signed in' },
  { error: Conflict, status: 409, code: 'CONFLICT', title: 'Conflict' },
  { error: Invalid, status: 400, code: 'BAD_REQUEST', title: 'Invalid input' },
  { error: TooMany, status: 429, code: 'TOO_MANY_REQUESTS', title: 'Too many requests' },
]

/** The row of an error, looking through what wraps it; undefined = ours to mend. */
export function errorRow(error: unknown): { row: ErrorRow; error: Error } | undefined {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth += 1) {
    const row = errorTable.find((known) => each instanceof known.error)
    if (row) return { row, error: each }
  }
  return undefined
}

/** Whole seconds until one may ask again, at least one. */
export function retryAfterSeconds(error: TooMany, now: Date): number {
  return Math.max(1, Math.ceil((error.retryAt.getTime() - now.getTime()) / 1000))
}
