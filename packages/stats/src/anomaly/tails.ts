import { incompleteBeta, incompleteGamma } from './incomplete.ts'

/** `count`: whole numbers from 0. `amount`: any number from 0, as money or minutes. */
export type SeriesKind = 'count' | 'amount'

/** What a value is expected to be: mean and variance of its distribution. */
export interface Spread {
  mean: number
  variance: number
  /** Share of days on which an amount is nothing at all: sparse gifts. */
  zeroShare?: number
}

/** Chances of a value as low (`P(X ≤ x)`) and as high (`P(X ≥ x)`) as this one. */
export interface Tails {
  lower: number
  upper: number
}

/** Above this mean a count is as good as continuous. */
const continuousFrom = 5_000
/** Above this shape the cube root of a gamma variable is as good as normal. */
const normalFrom = 300

/**
 * Exact tails, so that thin series do not shout: Poisson, where the variance is larger negative binomial (Cameron and Trivedi 2013,
 * 3.3), for amounts and large counts gamma, each with the mean and variance given.
 */
export function tailsOf(value: number, { mean, variance, zeroShare = 0 }: Spread, kind: SeriesKind): Tails {
  if (!(mean > 0)) return value > 0 ? { lower: 1, upper: 0 } : { lower: 1, upper: 1 }
  if (kind === 'amount' && zeroShare > 0) return hurdleTails(value, { mean, variance, zeroShare })
  if (kind === 'amount' || mean > continuousFrom) return gammaTails(value, mean, variance)
  const x = Math.max(0, Math.floor(value))
  if (variance <= mean * 1.000001)
    return { lower: incompleteGamma(x + 1, mean).upper, upper: x === 0 ? 1 : incompleteGamma(x, mean).lower }
  const size = (mean * mean) / (variance - mean)
  const chance = mean / variance
  return {
    lower: incompleteBeta(chance, size, x + 1),
    upper: x === 0 ? 1 : incompleteBeta(1 - chance, x, size),
  }
}

/** Nothing with one chance, else a gamma variable: both moments are those given (a hurdle model: Cameron and Trivedi 2013, 4.5). */
function hurdleTails(value: number, { mean, variance, zeroShare }: Required<Spread>): Tails {
  if (value <= 0) return { lower: zeroShare, upper: 1 }
  const share = 1 - zeroShare
  const some = mean / share
  const { lower, upper } = gammaTails(
    value,
    some,
    Math.max((variance + mean * mean) / share - some * some, 0.05 * some * some),
  )
  return { lower: zeroShare + share * lower, upper: share * upper }
}

/** The chance that an ordinary day's value is below this one, a tie counting half. */
export function placeOf(value: number, spread: Spread, kind: SeriesKind): number {
  const { lower, upper } = tailsOf(value, spread, kind)
  if (kind === 'amount' && value <= 0) return (spread.zeroShare ?? 0) / 2
  return kind === 'count' ? (lower + 1 - upper) / 2 : lower
}

/** The chance of just this value, where values are whole numbers. */
export function chanceOf(value: number, spread: Spread, kind: SeriesKind): number {
  const beside = kind === 'count' && spread.mean <= continuousFrom ? [value, value - 1] : [value + 0.5, value - 0.5]
  return tailsOf(beside[0] as number, spread, kind).lower - tailsOf(beside[1] as number, spread, kind).lower
}

function gammaTails(value: number, mean: number, variance: number): Tails {
  const shape = (mean * mean) / variance
  if (shape > normalFrom) {
    // Wilson and Hilferty (1931).
    const z = (Math.cbrt(Math.max(0, value) / mean) - (1 - 1 / (9 * shape))) * Math.sqrt(9 * shape)
    return { lower: normalTail(-z), upper: normalTail(z) }
  }
  return incompleteGamma(shape, (Math.max(0, value) * shape) / mean)
}

/** The chance that a standard normal variable is above z. */
export function normalTail(z: number): number {
  const half = incompleteGamma(0.5, (z * z) / 2)
  return z > 0 ? half.upper / 2 : 1 - half.upper / 2
}

/** The standard normal deviate below which this share lies: Acklam's rational approximation (2003), to 1.2e-9 of itself. */
export function normalDeviate(share: number): number {
  if (share <= 0) return -Infinity
  if (share >= 1) return Infinity
  if (share > 0.5) return -normalDeviate(1 - share)
  if (share < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(share))
    return (
      (((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q +
        4.374664141464968) *
        q +
        2.938163982698783) /
      ((((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1)
    )
  }
  const q = share - 0.5
  const r = q * q
  return (
    ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
      2.506628277459239) *
      q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
      1)
  )
}

/** The least and the greatest value that is not surprising: each tail holds `alpha`. */
export function bandOf(spread: Spread, kind: SeriesKind, alpha: number): { low: number; high: number } {
  if (!(spread.mean > 0)) return { low: 0, high: 0 }
  const find = (isAbove: (value: number) => boolean): number => {
    let below = 0
    let above = spread.mean + 60 * Math.sqrt(spread.variance) + 60
    for (let i = 0; i < 60 && above - below > Math.max(1e-9, above * 1e-6); i++) {
      const middle = (below + above) / 2
      if (isAbove(middle)) above = middle
      else below = middle
    }
    return kind === 'count' ? Math.floor(above + 1e-6) : above
  }
  const low = find((value) => tailsOf(value, spread, kind).lower >= alpha)
  const high = find((value) => tailsOf(value, spread, kind).upper < alpha)
  return { low, high: kind === 'count' ? Math.max(low, high - 1) : high }
}
