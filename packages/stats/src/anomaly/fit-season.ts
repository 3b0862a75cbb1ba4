import type { SeriesKind, Spread } from './tails.ts'

/** A daily series; null is a day of which nothing was told. */
export type Series = readonly (number | null)[]

export interface SeasonOptions {
  kind: SeriesKind
  /** Days after which the pattern repeats: 7. */
  period?: number
  /** Indices that are neither judged nor learned from: known holidays. */
  exempt?: ReadonlySet<number>
}

/** What the past says of the days that follow. */
export interface SeasonFit {
  /** Mean and variance of a day, with what is not known of level, slope and weekday in the variance; null for a weekday without a past. */
  at(index: number): Spread | null
  /** Share of a day's variance that comes of not knowing the level: shared by neighbouring days. */
  levelShare: number
  /** Days that it was learned from, and how many of them were zero. */
  days: number
  zeros: number
}

const periods = 8
/** A past day weighs half as much as one this much later. */
const halfLife = 21
const clipAt = 3.5
/** Where many days are nothing, those with something lie far from the mean. */
const sparseClipAt = 7
/** No source is steadier than 3 % of itself from day to day. */
const leastDispersion = 0.0009
/** Weekdays differ by some 30 %: how far a thin series' weekdays are drawn towards their mean. */
const weekdayVariance = 0.09
const rounds = 4

/**
 * Level, slope and weekday factors of the eight weeks before `until`, fitted to values that are clipped at 3.5 deviations (Huber's
 * winsorising, 1981) so that a past fault does not widen what is expected. Weekdays are shrunk towards their mean by how much is known
 * of each, the slope to nothing where it is no larger than its error. Dispersion by moments (Cameron and Trivedi 2013, 3.4):
 * variance = mean + dispersion · mean² for counts, dispersion · mean² for amounts. Null with less than three periods of past.
 */
export function fitSeason(series: Series, until: number, options: SeasonOptions): SeasonFit | null {
  const { kind, period = 7, exempt } = options
  const from = Math.max(0, until - periods * period)
  const at: number[] = []
  const values: number[] = []
  for (let i = from; i < until; i++) {
    const value = series[i]
    if (value === null || value === undefined || exempt?.has(i)) continue
    at.push(i)
    values.push(value)
  }
  const n = values.length
  if (n < 3 * period) return null
  const zeros = values.filter((value) => value === 0).length

  const weight = at.map((i) => 0.5 ** ((until - i) / ((halfLife * period) / 7)))
  const perPlace = Array.from({ length: period }, (_, place) => at.filter((i) => i % period === place).length)
  let factors = firstFactors(at, values, period)
  const half = middle(values)
  let level = half > 4 ? half : Math.max(half, mean(values))
  const clip = zeros > n / 5 ? sparseClipAt : clipAt
  let slope = 0
  let dispersion = firstDispersion(at, values, factors, level, kind)
  const centre = until
  let levelVariance = 0
  let leverage = { whole: 0, slope: 0, middle: 0 }
  const expected = (i: number): number =>
    Math.max((level + slope * (i - centre)) * (factors[i % period] as number), level * 0.05, 1e-12)
  const spread = (m: number): number => (kind === 'count' ? m : 0) + dispersion * m * m

  for (let round = 0; round < rounds; round++) {
    const clipped = values.map((value, j) => {
      const m = expected(at[j] as number)
      const reach = clip * Math.sqrt(spread(m)) + (kind === 'count' ? 1 : 0)
      return Math.min(Math.max(value, m - reach), m + reach)
    })
    // Weekdays.
    const relative = spread(level) / (level * level)
    const known = relative / weekdayVariance
    const sums = new Float64Array(period)
    for (let j = 0; j < n; j++) {
      const i = at[j] as number
      const trend = Math.max(level + slope * (i - centre), level * 0.05)
      sums[i % period] = (sums[i % period] as number) + (clipped[j] as number) / trend
    }
    factors = Array.from(sums, (sum, place) => (sum + known) / ((perPlace[place] as number) + known))
    const scale = mean(factors)
    factors = factors.map((factor) => Math.max(factor / scale, 0.01))
    // Level and slope, by weighted least squares over time.
    let [w, wt, wtt, wy, wty] = [0, 0, 0, 0, 0]
    for (let j = 0; j < n; j++) {
      const i = at[j] as number
      const t = i - centre
      const f = factors[i % period] as number
      const each = (weight[j] as number) * f
      const y = (clipped[j] as number) / f
      w += each
      wt += each * t
      wtt += each * t * t
      wy += each * y
      wty += each * t * y
    }
    const centreOf = wt / w
    const tt = Math.max(wtt - w * centreOf * centreOf, 1e-9)
    const found = (wty - centreOf * wy) / tt
    const average = wy / w
    const heavy = weight.reduce((sum, each) => sum + each * each, 0) / w ** 2
    const error2 = (spread(average) * heavy * w) / tt
    const kept = found === 0 ? 0 : Math.max(0, 1 - (2 * error2) / (found * found))
    slope = found * kept
    level = Math.max(average - slope * centreOf, average * 0.1, 1e-12)
    levelVariance = heavy
    leverage = { whole: heavy, slope: (kept * heavy * w) / tt, middle: centreOf }
    // Dispersion.
    const free = Math.max(1, n - period - 2)
    let [numerator, denominator] = [0, 0]
    for (let j = 0; j < n; j++) {
      const m = expected(at[j] as number)
      const e = (clipped[j] as number) - m
      numerator += (e * e * n) / free / (kind === 'count' ? m : m * m) - (kind === 'count' ? 1 : 0)
      denominator += kind === 'count' ? m : 1
    }
    dispersion = Math.max(leastDispersion, numerator / denominator)
  }

  const relative = spread(level) / (level * level)
  const known = relative / weekdayVariance
  const widenBy = (i: number): number => {
    const t = i - centre - leverage.middle
    return 1 + leverage.whole + leverage.slope * t * t + 1 / ((perPlace[i % period] as number) + known)
  }
  return {
    days: n,
    zeros,
    levelShare: levelVariance + leverage.slope * leverage.middle ** 2,
    at(i) {
      if ((perPlace[i % period] as number) === 0) return null
      const m = expected(i)
      return {
        mean: m,
        variance: spread(m) * widenBy(i),
        ...(kind === 'amount' && zeros > 0 ? { zeroShare: zeros / n } : {}),
      }
    },
  }
}

function firstFactors(at: readonly number[], values: readonly number[], period: number): number[] {
  const whole = middle(values)
  if (!(whole >= 3)) return Array.from({ length: period }, () => 1)
  const found = Array.from({ length: period }, (_, place) => {
    const mine = values.filter((_value, j) => (at[j] as number) % period === place)
    return mine.length === 0 ? 1 : Math.max(middle(mine) / whole, 0.02)
  })
  const scale = mean(found)
  return found.map((factor) => factor / scale)
}

function firstDispersion(
  at: readonly number[],
  values: readonly number[],
  factors: readonly number[],
  level: number,
  kind: SeriesKind,
): number {
  const off = values.map((value, j) =>
    Math.abs(value / (level * (factors[(at[j] as number) % factors.length] as number)) - 1),
  )
  const deviation = 1.4826 * middle(off)
  return Math.max(
    leastDispersion,
    deviation * deviation - (kind === 'count' ? 1 / level : 0),
    kind === 'amount' ? 0.01 : 0,
  )
}

function middle(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const half = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
