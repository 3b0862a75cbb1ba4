/** Classes whose messages are written by us and hold no value of anybody's. */
const ours = new Set([
  'NotFound',
  'Forbidden',
  'Conflict',
  'TooMany',
  'AskCustomer',
  'RetryLater',
  'ProviderChanged',
  'KeyDoesNotOpen',
])

/**
 * An error for a person who looks at what failed: class, code and place, never a value. A database's or a parser's message may
 * quote a row, so only messages of our own are repeated.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'an unknown failure'
  const cause = error.cause instanceof Error ? error.cause : undefined
  const code = codeOf(error) ?? (cause && codeOf(cause))
  const message = ours.has(error.name) ? error.message : undefined
  return [error.name, code && `(${code})`, message && `: ${message}`, placeOf(cause ?? error)].filter(Boolean).join(' ')
}

function codeOf(error: Error): string | undefined {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^[\w-]{1,40}$/.test(code) ? code : undefined
}

/** The first place of ours in the stack: `at receive.ts:41`. */
function placeOf(error: Error): string | undefined {
  const found = /\/([\w.-]+\.ts):(\d+):\d+\)?/.exec(error.stack?.split('\n').slice(1).join('\n') ?? '')
  return found ? `at ${found[1]}:${found[2]}` : undefined
}
