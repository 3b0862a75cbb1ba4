import { z95, type Estimate, type Interval } from './interval.ts'

/** So many of so many. */
export interface Share {
  hits: number
  of: number
}

/**
 * The score interval of a share: Wilson (1927), as in Newcombe, "Two-sided confidence intervals for the single proportion",
 * Statistics in Medicine 17 (1998), method 3.
 * @throws RangeError where nothing was counted, or more than all
 */
export function wilson({ hits, of }: Share, z = z95): Interval {
  check({ hits, of })
  const share = hits / of
  const middle = share + z ** 2 / (2 * of)
  const half = z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2))
  const scale = 1 + z ** 2 / of
  return { low: hits === 0 ? 0 : (middle - half) / scale, high: hits === of ? 1 : (middle + half) / scale }
}

/**
 * a − b with its interval by hybrid scores: Newcombe, "Interval estimation for the difference between independent proportions",
 * Statistics in Medicine 17 (1998), method 10.
 */
export function differenceOfShares(a: Share, b: Share, z = z95): Estimate {
  const [forA, forB] = [wilson(a, z), wilson(b, z)]
  const [shareA, shareB] = [a.hits / a.of, b.hits / b.of]
  const value = shareA - shareB
  return {
    value,
    low: value - Math.hypot(shareA - forA.low, forB.high - shareB),
    high: value + Math.hypot(forA.high - shareA, shareB - forB.low),
  }
}

/**
 * a ÷ b with its interval by the delta method on the logarithm: Katz, Baptista, Azen and Pike, Biometrics 34 (1978). Undefined
 * where either has no hit: the logarithm has no variance there.
 */
export function ratioOfShares(a: Share, b: Share, z = z95): Estimate | undefined {
  check(a)
  check(b)
  if (a.hits === 0 || b.hits === 0) return undefined
  const value = a.hits / a.of / (b.hits / b.of)
  const half = z * Math.sqrt(1 / a.hits - 1 / a.of + 1 / b.hits - 1 / b.of)
  return { value, low: value * Math.exp(-half), high: value * Math.exp(half) }
}

function check({ hits, of }: Share): void {
  if (!(of > 0) || hits < 0 || hits > of) throw new RangeError('a share is some of at least one')
}
