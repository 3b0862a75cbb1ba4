import { fitSeason, type SeasonFit, type SeasonOptions, type Series } from './fit-season.ts'
import { bandOf, chanceOf, normalDeviate, placeOf, tailsOf, type Spread } from './tails.ts'

/**
 * What is odd about a day. `spike`, `drop` (more than 30 % below): it lies where one ordinary day in five hundred would. `zero`: nothing, where that
 * would be as rare. `missing`: nothing was told of a day of which something always was. `duplicate`: the very total of the day before, of
 * a series that never repeats. `break`: for a week all has lain on another level.
 */
export type AnomalyKind = 'spike' | 'drop' | 'zero' | 'missing' | 'duplicate' | 'break'

export interface Anomaly {
  index: number
  kind: AnomalyKind
  value: number | null
  expected: number
  low: number
  high: number
  /** The chance of a value as far out on an ordinary day. */
  chance: number
}

export interface JudgedDay extends Spread {
  index: number
  low: number
  high: number
}

export interface FindOptions extends SeasonOptions {
  /** The first day to judge; the days before it are only learned from. */
  from?: number
  /** Chance of a clean day in either tail. */
  alpha?: number
}

/** Chance of an ordinary day in either tail: below it a day is told of. */
const surprising = 0.002
const dropOf = 0.7
const spikeOf = 1.3
/** Of values that never repeat: at least so many of a hundred are different. */
const differentShare = 0.95
const repeatChance = 0.003
const shiftDays = 7
const shiftDeviations = 3.6
const shiftOf = 0.25
const clipShift = 2.5

/**
 * Walks through the series; each day is judged by its own past alone, as it would have been on that day. Pure.
 * @returns anomalies by day, at most one a day
 */
export function findAnomalies(series: Series, options: FindOptions): Anomaly[] {
  const { kind, exempt, alpha: asked = surprising, from = 0 } = options
  const found: Anomaly[] = []
  let shifted = false
  for (let index = from; index < series.length; index++) {
    if (exempt?.has(index)) continue
    const value = series[index] ?? null
    const fit = fitSeason(series, index, options)
    const spread = fit?.at(index)
    if (!fit || !spread) continue
    const alpha = asked * knownShare(fit, kind)
    const say = (what: AnomalyKind, chance: number) =>
      found.push({ index, kind: what, value, expected: spread.mean, ...bandOf(spread, kind, alpha), chance })
    if (value === null) {
      if (isRegular(series, index, options)) say('missing', 0)
      continue
    }
    const tails = tailsOf(value, spread, kind)
    // A model says little of zeros: what happened before says more.
    const lower = kind === 'count' && fit.zeros > 1 ? Math.min(1, tails.lower + fit.zeros / fit.days) : tails.lower
    const before = shifted
    const shift = shiftAt(series, index, options)
    shifted = shift !== null
    if (value === 0 && lower < alpha) say('zero', lower)
    else if (repeats(series, index, spread, options)) say('duplicate', repeatChance)
    else if (lower < alpha && value < dropOf * spread.mean) say('drop', lower)
    else if (tails.upper < alpha && value > spikeOf * spread.mean) say('spike', tails.upper)
    else if (shift !== null && !before) say('break', shift)
  }
  return found
}

/** What is expected of each day from `from` on, for a chart: the band holds all but `alpha` at each end. */
export function expectedDays(
  series: Series,
  { alpha = surprising, from = 0, ...options }: FindOptions,
): (JudgedDay | null)[] {
  return series.slice(from).map((_value, i) => {
    const spread = fitSeason(series, from + i, options)?.at(from + i)
    return spread ? { index: from + i, ...spread, ...bandOf(spread, options.kind, alpha) } : null
  })
}

/** Of sparse amounts little is known of how large they can be: they have to be further out. */
const knownShare = ({ days, zeros }: SeasonFit, kind: SeasonOptions['kind']): number =>
  kind === 'amount' && zeros > 0 ? Math.min(1, (days - zeros) / 28) ** 2 : 1

/** Told of on each of the last four same weekdays, and on nine days of ten. */
function isRegular(series: Series, index: number, { period = 7, exempt }: SeasonOptions): boolean {
  const told = (i: number) => i >= 0 && (series[i] ?? null) !== null
  if ([1, 2, 3, 4].some((weeks) => !told(index - weeks * period) && !exempt?.has(index - weeks * period))) return false
  const last = Array.from({ length: 4 * period }, (_, i) => index - 1 - i)
  return last.filter((i) => told(i) || exempt?.has(i)).length >= 0.9 * last.length
}

function repeats(series: Series, index: number, spread: Spread, { kind }: SeasonOptions): boolean {
  const value = series[index]
  if (!value || value !== series[index - 1]) return false
  const past = series.slice(Math.max(0, index - 56), index).filter((each) => each !== null)
  if (past.length < 28 || new Set(past).size < differentShare * past.length) return false
  return chanceOf(value, spread, kind) < repeatChance
}

/**
 * A shift of level: the normal deviates of the last seven days, as seen from before them, each clipped so that one fault is no shift,
 * add up to too much (Page's cumulative sum, 1954, over a fixed week). @returns its chance, or null
 */
function shiftAt(series: Series, index: number, options: FindOptions): number | null {
  const first = index - shiftDays + 1
  const fit: SeasonFit | null = first > 0 ? fitSeason(series, first, options) : null
  if (!fit || !isFarOff(series, first, index, fit)) return null
  let [sum, days] = [0, 0]
  for (let i = first; i <= index; i++) {
    const value = series[i]
    const spread = fit.at(i)
    if (value === null || value === undefined || !spread || options.exempt?.has(i)) continue
    sum += Math.min(Math.max(normalDeviate(placeOf(value, spread, options.kind)), -clipShift), clipShift)
    days += 1
  }
  if (days < shiftDays - 1) return null
  const deviations = Math.abs(sum) / Math.sqrt(days * (1 + days * fit.levelShare))
  return deviations >= shiftDeviations ? Math.exp((-deviations * deviations) / 2) : null
}

/** The week as a whole is a quarter above or below what was expected of it. */
function isFarOff(series: Series, first: number, last: number, fit: SeasonFit): boolean {
  let [told, expected] = [0, 0]
  for (let i = first; i <= last; i++) {
    const value = series[i]
    const spread = fit.at(i)
    if (value === null || value === undefined || !spread) continue
    told += value
    expected += spread.mean
  }
  return Math.abs(told - expected) >= shiftOf * expected
}
