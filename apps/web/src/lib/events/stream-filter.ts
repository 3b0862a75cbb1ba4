/** What of the stream is shown, as its address says. */
export interface StreamFilter {
  kind: string
  source: string
  channel: string
  /** `yes`, `no`, or nothing where both are wanted. */
  late: string
}

const names = ['kind', 'source', 'channel', 'late'] as const

/** The filter of an address; what it does not name is not asked about. */
export function readFilter(search: { get: (name: string) => string | null }): StreamFilter {
  const [kind, source, channel, late] = names.map((name) => search.get(name)?.slice(0, 100) ?? '')
  return {
    kind: kind ?? '',
    source: source ?? '',
    channel: channel ?? '',
    late: late === 'yes' || late === 'no' ? late : '',
  }
}

/** The filter as the API is asked. */
export function askedOf({ kind, source, channel, late }: StreamFilter) {
  return {
    ...(kind ? { kind } : {}),
    ...(source ? { source } : {}),
    ...(channel ? { channel } : {}),
    ...(late ? { late: late === 'yes' } : {}),
  }
}

/** The address of the same stream with something changed: an empty value takes it away. */
export function streamLink(search: { toString: () => string }, change: Record<string, string>): string {
  const next = new URLSearchParams(search.toString())
  for (const [name, value] of Object.entries(change)) {
    if (value === '') next.delete(name)
    else next.set(name, value)
  }
  return next.size > 0 ? `?${next}` : '?'
}
