import type { Estimate } from './interval.ts'
import { tQuantile, tTails } from './student-t.ts'

/** What is kept of a sample: how many, their sum, and the sum of their squares. */
export interface Sample {
  n: number
  sum: number
  squares: number
}

export interface Difference extends Estimate {
  /** Degrees of freedom by Welch and Satterthwaite. */
  freedom: number
  /** Of a difference this large or larger where there is none. */
  p: number
}

/**
 * The mean of a less that of b, whose variances need not be alike, with its interval: Welch, Biometrika 34 (1947). Undefined where
 * a sample has fewer than two, or nothing varies.
 */
export function differenceOfMeans(a: Sample, b: Sample, tails = 0.05): Difference | undefined {
  if (a.n < 2 || b.n < 2) return undefined
  const [forA, forB] = [errorOf(a), errorOf(b)]
  const error = Math.sqrt(forA + forB)
  if (!(error > 0)) return undefined
  const freedom = (forA + forB) ** 2 / (forA ** 2 / (a.n - 1) + forB ** 2 / (b.n - 1))
  const value = a.sum / a.n - b.sum / b.n
  const half = tQuantile(tails, freedom) * error
  return { value, low: value - half, high: value + half, freedom, p: tTails(value / error, freedom) }
}

/** The squared error of a sample's mean. */
const errorOf = ({ n, sum, squares }: Sample): number => Math.max(0, squares - sum ** 2 / n) / (n - 1) / n
