import { Invalid, TooMany } from '@throughline/canonical'
import { errorRow, retryAfterSeconds } from '../errors/error-table.ts'

/** RFC 9457: what every answer outside tRPC says when something is wrong. */
export interface Problem {
  readonly title: string
  readonly status: number
  readonly detail?: string
  /** Where the input is wrong: paths and reasons, never what was sent. */
  readonly errors?: readonly { readonly field: string; readonly detail: string }[]
}

export function problemResponse(problem: Problem, headers: Record<string, string> = {}): Response {
  return Response.json(
    { type: 'about:blank', ...problem },
    { status: problem.status, headers: { 'content-type': 'application/problem+json', ...headers } },
  )
}

/** A thrown error as a problem; undefined where the table does not know it. */
export function problemOf(thrown: unknown, now: Date): Response | undefined {
  const known = errorRow(thrown)
  if (!known) return undefined
  const { row, error } = known
  const field = error instanceof Invalid ? error.field : undefined
  return problemResponse(
    {
      title: row.title,
      status: row.status,
      detail: error.message,
      ...(field !== undefined && { errors: [{ field, detail: error.message }] }),
    },
    error instanceof TooMany ? { 'retry-after': String(retryAfterSeconds(error, now)) } : {},
  )
}
