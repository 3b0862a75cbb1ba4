/** What may be written down about an unexpected error: never its message, which may quote what somebody typed. */
export interface ErrorDescription {
  readonly type: string
  /** SQLSTATE, errno or the like. */
  readonly code?: string
  readonly constraint?: string
  readonly table?: string
  /** Frames only: the first line of a stack repeats the message. */
  readonly at: readonly string[]
  readonly cause?: ErrorDescription
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Describes an error for the log without any value that was in play. */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, at: [] }
  const facts = error as Error & { code?: unknown; constraint_name?: unknown; table_name?: unknown }
  const code = text(facts.code)
  const constraint = text(facts.constraint_name)
  const table = text(facts.table_name)
  return {
    type: error.name,
    ...(code !== undefined && /^[\w.-]{1,40}$/.test(code) && { code }),
    ...(constraint !== undefined && { constraint }),
    ...(table !== undefined && { table }),
    at: framesOf(error.stack),
    ...(error.cause !== undefined && depth < 4 && { cause: describeError(error.cause, depth + 1) }),
  }
}

function framesOf(stack: string | undefined): string[] {
  return (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim())
}
