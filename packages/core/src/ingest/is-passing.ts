/** SQLSTATE classes of what passes by itself: connection, resources, operator, rolled back, lock not to be had. */
const passing = /^(08|40|53|55|57|58)/

/**
 * Whether a failure will pass by itself (the database is away, a deadlock) or comes from what was to be written. Follows causes,
 * since the query builder wraps what the driver threw.
 */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  if (
    typeof code === 'string' &&
    (passing.test(code) || /^(CONNECTION_|CONNECT_|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT)/.test(code))
  )
    return true
  return isPassing(error.cause)
}

/** Whether a statement was stopped because it took too long: with fewer rows it may not. */
export function tookTooLong(error: unknown): boolean {
  return error instanceof Error && ((error as { code?: unknown }).code === '57014' || tookTooLong(error.cause))
}
