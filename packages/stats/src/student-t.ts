import { incompleteBeta } from './anomaly/incomplete.ts'

/** How likely Student's t with so many degrees of freedom (any number above 0) lies further from 0 than `t`. */
export function tTails(t: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
}

/** What Student's t lies beyond, on either side together, with probability `tails`: 0.05 for intervals of 95 %. */
export function tQuantile(tails: number, freedom: number): number {
  let [low, high] = [0, 1]
  while (tTails(high, freedom) > tails && high < 1e12) high *= 2
  for (let step = 0; step < 200 && high - low > 1e-13 * high; step++) {
    const middle = (low + high) / 2
    if (tTails(middle, freedom) > tails) low = middle
    else high = middle
  }
  return (low + high) / 2
}
