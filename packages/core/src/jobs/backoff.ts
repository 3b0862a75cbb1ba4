const firstMs = 2_000
const longestMs = 15 * 60_000

/**
 * How long to wait after the n-th failure in a row: doubling from 2 s to 15 min, and then a random share of the upper half, so
 * that what failed together does not come back together.
 * @param attempt 1 after the first failure
 * @param random in [0, 1)
 */
export function backoffMs(attempt: number, random: () => number): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 20))
  return Math.round(full * (0.5 + random() / 2))
}
