import type { Weigh } from './journey.ts'

/** Every touch the same: 1/n. */
export const linear: Weigh = ({ n }, out) => {
  out.fill(1 / n, 0, n)
}
