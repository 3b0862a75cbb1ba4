import type { Touched } from './touched.ts'

/**
 * However much is measured, at most so far is it believed. Journeys were not dealt at random: a channel that comes to those who would
 * convert anyway looks as if it made them, and no number of journeys tells the two apart. So a half of every score stays what being
 * present is worth.
 */
const mostBelieved = 0.5

/**
 * How far off a difference of rates may be for reasons that more journeys do not mend (who converts early is touched less; who is touched
 * more is looked for): a twentieth of what a channel stands for on the whole.
 */
const systematic = 0.05

/** Below this many conversions nothing is fitted. */
const fewestConversions = 50

export interface Shrunk {
  belief: Float64Array
  score: Float64Array
  /** Whether channels differ by more than chance makes them differ. */
  differ: boolean
}

/** Why these journeys are too few, or too much alike, to fit anything to; undefined where they are not. */
export function notEnough({ all, journeys }: Touched): string | undefined {
  const channels = journeys.filter((count) => count > 0).length
  if (all.conversions < fewestConversions)
    return `Only ${all.conversions} journeys with a touch converted; it takes ${fewestConversions}.`
  if (all.journeys === all.conversions)
    return 'Every journey converted: without journeys that did not, nothing tells what a channel changes.'
  if (channels < 2) return 'All journeys are of one channel: there is nothing to compare it with.'
  return undefined
}

/**
 * Shrinks what channels are measured to add towards all of them adding the same, each by how unsure it is: the empirical Bayes weight
 * τ² / (τ² + se²), where τ² is how much channels differ beyond their errors (DerSimonian and Laird's moment), times `mostBelieved`.
 * `scale` is what the lifts are measured against: the rate of conversion, or a channel's even part of it.
 * Scores have 1 for what being present is worth; a channel that is measured to add nothing keeps at least half of it.
 */
export function shrink(lifts: Float64Array, standardErrors: Float64Array, scale: number): Shrunk {
  const errors = standardErrors.map((error) => Math.hypot(error, systematic * scale))
  const { spread, differ } = heterogeneity(lifts, errors)
  const positive = lifts.map((lift) => (Number.isFinite(lift) ? Math.max(0, lift) : 0))
  const mean = positive.reduce((sum, each) => sum + each, 0) / positive.length
  const belief = errors.map((error) =>
    mean > 0 && Number.isFinite(error) ? mostBelieved * (spread / (spread + error ** 2) || 0) : 0,
  )
  // Nine digits: what is stored does not depend on the order in which floating point added.
  const score = positive.map((lift, c) => {
    const weight = belief[c] as number
    return Number((1 - weight + (mean > 0 ? (weight * lift) / mean : 0)).toPrecision(9))
  })
  return { belief, score, differ }
}

/** Cochran's Q and the variance between channels that it leaves (DerSimonian and Laird 1986). */
function heterogeneity(lifts: Float64Array, standardErrors: Float64Array): { spread: number; differ: boolean } {
  let weights = 0
  let squares = 0
  let sum = 0
  let known = 0
  for (let c = 0; c < lifts.length; c += 1) {
    const error = standardErrors[c] as number
    if (!Number.isFinite(error) || error === 0) continue
    const weight = error ** -2
    known += 1
    weights += weight
    squares += weight ** 2
    sum += weight * (lifts[c] as number)
  }
  if (known < 2) return { spread: 0, differ: false }
  const mean = sum / weights
  let q = 0
  for (let c = 0; c < lifts.length; c += 1) {
    const error = standardErrors[c] as number
    if (Number.isFinite(error) && error > 0) q += (((lifts[c] as number) - mean) / error) ** 2
  }
  const free = known - 1
  return { spread: Math.max(0, (q - free) / (weights - squares / weights)), differ: q > chiSquare99(free) }
}

/** The 99 % quantile of χ², by Wilson and Hilferty (1931). */
const chiSquare99 = (free: number): number =>
  free * (1 - 2 / (9 * free) + 2.3263478740408408 * Math.sqrt(2 / (9 * free))) ** 3
