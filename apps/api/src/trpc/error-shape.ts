import { Invalid, TooMany } from '@throughline/canonical'
import { TRPCError } from '@trpc/server'
import { z } from 'zod'
import { errorRow } from '../errors/error-table.ts'

/** Says nothing but what the table allows: a message of ours, or a general one. */
const general: Partial<Record<TRPCError['code'], string>> = {
  BAD_REQUEST: 'Invalid input.',
  PARSE_ERROR: 'Invalid input.',
  NOT_FOUND: 'Not found.',
  UNAUTHORIZED: 'Not signed in.',
  FORBIDDEN: 'Not allowed.',
  METHOD_NOT_SUPPORTED: 'Not allowed this way.',
  TOO_MANY_REQUESTS: 'Too many requests.',
}

/** Core's error as tRPC's, by the table; what the table does not know stays what it is. */
export function asTrpcError(error: TRPCError): TRPCError {
  const known = errorRow(error.cause)
  return known ? new TRPCError({ code: known.row.code, message: known.error.message, cause: known.error }) : error
}

/** What the browser may learn of an error. */
export function errorFacts(error: TRPCError): { message: string; field: string | null; retryAt: string | null } {
  const { cause } = error
  if (cause instanceof z.ZodError && error.code === 'BAD_REQUEST') {
    const [issue] = cause.issues
    return {
      message: issue?.message ?? 'Invalid input.',
      field: issue?.path.map(String).join('.') || null,
      retryAt: null,
    }
  }
  return {
    message: errorRow(cause) ? error.message : (general[error.code] ?? 'Something went wrong here. We have been told.'),
    field: cause instanceof Invalid ? (cause.field ?? null) : null,
    retryAt: cause instanceof TooMany ? cause.retryAt.toISOString() : null,
  }
}
