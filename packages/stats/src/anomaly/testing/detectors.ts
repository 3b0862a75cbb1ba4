import { fitSeason } from '../fit-season.ts'
import { normalTail, tailsOf } from '../tails.ts'

/** One minus the chance of a value as high, under the mean and deviation of all rows before it: the benchmark's own plain baseline. */
export function windowedGaussian(values: readonly number[]): Float64Array {
  let [sum, squares] = [0, 0]
  return Float64Array.from(values, (value, i) => {
    const mean = sum / i
    const deviation = Math.sqrt(Math.max(squares / i - mean * mean, 0)) || 1e-6
    sum += value
    squares += value * value
    return i === 0 ? 0 : 1 - normalTail(Math.abs(value - mean) / deviation)
  })
}

/** Ours, of hours with a pattern by the hour of the day: how unlikely the value is, as a score from 0 to 1. */
export function seasonalTail(values: readonly number[]): Float64Array {
  return Float64Array.from(values, (value, i) => {
    const spread = fitSeason(values, i, { kind: 'amount', period: 24 })?.at(i)
    if (!spread) return 0
    const { lower, upper } = tailsOf(value, spread, 'amount')
    // On a scale of its own: chances near nothing would all read as 1.
    return Math.min(1, -Math.log10(Math.max(2 * Math.min(lower, upper), 1e-30)) / 30)
  })
}
