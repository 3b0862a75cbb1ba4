import type { Rng } from './rng.ts'

/** A draw from the normal distribution, by Box and Muller (1958). */
export function normal(rng: Rng, mean = 0, deviation = 1): number {
  const radius = Math.sqrt(-2 * Math.log(1 - rng.float()))
  return mean + deviation * radius * Math.cos(2 * Math.PI * rng.float())
}

/** A draw whose logarithm is normal: `median` is the middle of the draws, `spread` the deviation of their logarithm. */
export function logNormal(rng: Rng, median: number, spread: number): number {
  return median * Math.exp(normal(rng, 0, spread))
}

/** A waiting time with this mean. */
export function exponential(rng: Rng, mean: number): number {
  return -mean * Math.log(1 - rng.float())
}

/** How many events happen where `mean` are expected; Knuth's product method, by halves above 30 so that it does not underflow. */
export function poisson(rng: Rng, mean: number): number {
  if (mean > 30) return poisson(rng, mean / 2) + poisson(rng, mean / 2)
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = rng.float(); product > limit; product *= rng.float()) count++
  return count
}

/** Draws indices in proportion to weights, in logarithmic time. */
export interface WeightedChoice {
  draw(rng: Rng): number
  readonly total: number
}

/** @throws RangeError where no weight is above zero */
export function weightedChoice(weights: ArrayLike<number>): WeightedChoice {
  const cumulative = new Float64Array(weights.length)
  let total = 0
  for (let i = 0; i < weights.length; i++) cumulative[i] = total += weights[i] as number
  if (!(total > 0)) throw new RangeError('weights must add up to more than zero')
  return {
    total,
    draw(rng) {
      const at = rng.float() * total
      let low = 0
      let high = cumulative.length - 1
      while (low < high) {
        const middle = (low + high) >> 1
        if ((cumulative[middle] as number) > at) high = middle
        else low = middle + 1
      }
      return low
    },
  }
}

/** `count` different indices of [0, of), in random order (Fisher and Yates, stopped early). */
export function sampleIndices(rng: Rng, of: number, count: number): Uint32Array {
  const indices = Uint32Array.from({ length: of }, (_, i) => i)
  const wanted = Math.min(count, of)
  for (let i = 0; i < wanted; i++) {
    const j = i + rng.below(of - i)
    const kept = indices[i] as number
    indices[i] = indices[j] as number
    indices[j] = kept
  }
  return indices.slice(0, wanted)
}
