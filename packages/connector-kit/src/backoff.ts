const firstMs = 5_000
const longestMs = 15 * 60_000

/**
 * How long to wait after `failures` failures in a row: exponential from 5 s to 15 min, with equal jitter (half fixed, half
 * random), so that many connections do not come back at once.
 */
export function backoffMs(failures: number, random: () => number): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1))
  return Math.round(full / 2 + (full / 2) * random())
}

/** Reads `Retry-After` (RFC 9110 10.2.3: seconds or an HTTP date) as milliseconds from now; undefined where unreadable. */
export function retryAfterMs(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1_000
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}
