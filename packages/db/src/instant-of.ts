/** PostgreSQL's text of a timestamptz as our `Instant`: raw queries answer the former, everything else speaks the latter. */
export function instantOf(text: string): string {
  return new Date(text).toISOString()
}
