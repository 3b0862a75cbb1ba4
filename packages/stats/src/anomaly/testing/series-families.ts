import { logNormal, poisson } from '../../distributions.ts'
import { createRng, type Rng } from '../../rng.ts'
import type { AnomalyKind } from '../find-anomalies.ts'
import type { SeriesKind } from '../tails.ts'

/** A way in which clean days come about. */
export interface Family {
  name: string
  kind: SeriesKind
  draw(rng: Rng, mean: number): number
}

/** A gamma variable by Marsaglia and Tsang (2000). */
function gamma(rng: Rng, shape: number): number {
  if (shape < 1) return gamma(rng, shape + 1) * (1 - rng.float()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const z = Math.sqrt(-2 * Math.log(1 - rng.float())) * Math.cos(2 * Math.PI * rng.float())
    const v = (1 + c * z) ** 3
    if (v > 0 && Math.log(1 - rng.float()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v
  }
}

const negativeBinomial = (dispersion: number) => (rng: Rng, mean: number) =>
  poisson(rng, mean * gamma(rng, 1 / dispersion) * dispersion)

/** Money of gifts: as many as come, each of its own size. */
function gifts(rng: Rng, mean: number): number {
  let sum = 0
  for (let n = poisson(rng, mean / 4_000); n > 0; n--) sum += Math.round(logNormal(rng, 2_500, 0.95))
  return sum
}

export const families: readonly Family[] = [
  { name: 'poisson', kind: 'count', draw: poisson },
  { name: 'negative binomial 0.05', kind: 'count', draw: negativeBinomial(0.05) },
  { name: 'negative binomial 0.3', kind: 'count', draw: negativeBinomial(0.3) },
  { name: 'spend', kind: 'amount', draw: (rng, mean) => Math.round(logNormal(rng, mean * 100, 0.15)) },
  { name: 'wild spend', kind: 'amount', draw: (rng, mean) => Math.round(logNormal(rng, mean * 100, 0.5)) },
  { name: 'gifts', kind: 'amount', draw: (rng, mean) => gifts(rng, mean * 4_000) },
]

export const means = [0.3, 2, 8, 40, 300, 4_000] as const

export interface CleanSeries {
  family: string
  kind: SeriesKind
  mean: number
  days: number[]
}

/** Days of one family with weekdays of their own, a trend of at most half a percent a day, and slow waves on every third series. */
export function cleanSeries(family: Family, mean: number, seed: string, days = 120): CleanSeries {
  const rng = createRng(seed)
  const weekdays = Array.from({ length: 7 }, () => 0.4 + 1.2 * rng.float())
  const trend = (rng.float() - 0.5) * 0.01
  const wave = rng.chance(1 / 3) ? 0.15 : 0
  const values = Array.from({ length: days }, (_, t) => {
    const level = mean * Math.exp(trend * (t - days / 2)) * (1 + wave * Math.sin((2 * Math.PI * t) / 90))
    return family.draw(rng, level * (weekdays[t % 7] as number))
  })
  return { family: family.name, kind: family.kind, mean, days: values }
}

/** A fault put into a clean series on one day; a `break` lasts. `size` is what is left of the day, or what it is multiplied with. */
export interface Fault {
  kind: AnomalyKind
  size: number
}

export const faults: readonly Fault[] = [
  { kind: 'spike', size: 2 },
  { kind: 'spike', size: 4 },
  { kind: 'drop', size: 0.65 },
  { kind: 'drop', size: 0.5 },
  { kind: 'drop', size: 0.2 },
  { kind: 'zero', size: 0 },
  { kind: 'missing', size: 0 },
  { kind: 'duplicate', size: 1 },
  { kind: 'break', size: 0.6 },
  { kind: 'break', size: 1.6 },
]

/** The series with the fault on day `at`. */
export function withFault(days: readonly number[], { kind, size }: Fault, at: number): (number | null)[] {
  return days.map((value, t) => {
    if (kind === 'break') return t >= at ? Math.round(value * size) : value
    if (t !== at) return value
    if (kind === 'missing') return null
    if (kind === 'duplicate') return days[t - 1] as number
    return Math.round(value * size)
  })
}
