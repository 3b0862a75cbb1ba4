const windowMs = 60_000
const requests = 300

/** 300 requests in any minute; gives the seconds until there is room again, or 0 and takes a place. */
export function createLimiter(now: () => number): () => number {
  const asked: number[] = []
  return () => {
    while ((asked[0] ?? Infinity) <= now() - windowMs) asked.shift()
    if (asked.length < requests) {
      asked.push(now())
      return 0
    }
    return Math.ceil(((asked[0] ?? 0) + windowMs - now()) / 1_000)
  }
}
