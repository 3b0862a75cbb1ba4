import type { Weigh } from './journey.ts'

/** All credit to the last touch before the conversion. */
export const lastTouch: Weigh = ({ n }, out) => {
  if (n === 0) return
  out.fill(0, 0, n)
  out[n - 1] = 1
}
