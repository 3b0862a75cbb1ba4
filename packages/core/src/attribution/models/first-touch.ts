import type { Weigh } from './journey.ts'

/** All credit to the first touch. */
export const firstTouch: Weigh = ({ n }, out) => {
  if (n === 0) return
  out.fill(0, 0, n)
  out[0] = 1
}
