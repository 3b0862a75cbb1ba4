import type { Rng } from '@throughline/stats'
import {
  dayAfter,
  keysOf,
  oracleDimensions,
  wallAt,
  type CreditBy,
  type Known,
  type OracleDimension,
  type Truth,
  type Where,
} from '@throughline/world/oracle'
import type { Metric } from '../registry/metric.ts'

/** A question that both sides can answer. */
export interface RandomQuestion {
  metric: string
  from: string
  to: string
  filter: Where
  by: OracleDimension | undefined
  credit: CreditBy
  /** After so many arrivals. */
  arrivals: number
}

/** What holds until somebody chooses another. */
export const usualCredit: CreditBy = { model: 'last_non_direct', clickDays: 28, viewDays: 28 }

const isOracleDimension = (name: string): name is OracleDimension =>
  (oracleDimensions as readonly string[]).includes(name)

/** Some range, often the day of the clock's change or some weeks round it; some filter; now or as it was known before. */
export function randomQuestion(
  rng: Rng,
  truth: Truth,
  metric: Metric,
  knownAt: (arrivals: number) => Known,
): RandomQuestion {
  const arrivals = rng.chance(0.3) ? rng.below(truth.arrivals.length) : truth.arrivals.length
  const own = !metric.model || arrivals < truth.arrivals.length || rng.chance(0.4)
  const credit: CreditBy = own
    ? usualCredit
    : {
        model: rng.pick(['first_touch', 'last_touch', 'linear', 'last_non_direct'] as const),
        clickDays: rng.pick([1, 7, 28, null]),
        viewDays: rng.pick([1, 7, 28, null]),
      }
  const dimensions = metric.dimensions.filter(isOracleDimension)
  const known = knownAt(arrivals)
  const keys = keysOf(known, credit)
  const filter: Partial<Record<OracleDimension, string | null>> = {}
  for (let n = rng.pick([0, 0, 1, 1, 2]); n > 0 && dimensions.length > 0; n -= 1) {
    const dimension = rng.pick(dimensions)
    const some = keys.get(dimension) ?? []
    if (some.length > 0) filter[dimension] = rng.pick(some)
  }
  const by = dimensions.length > 0 && rng.chance(0.4) ? rng.pick(dimensions) : undefined
  return { metric: metric.id, ...randomRange(rng, known, metric), filter, by, credit, arrivals }
}

function randomRange(rng: Rng, { truth }: Known, { id }: Metric): { from: string; to: string } {
  const today = wallAt(truth.zone, truth.now).day
  // Of years, and of whole holdouts, little can be said of a few days.
  const kind = ofYears.has(id) ? rng.pick([1, 1, 1, 2]) : ofHoldouts.has(id) ? rng.pick([4, 4, 4, 2]) : rng.below(4)
  if (kind === 0) return { from: truth.changeDay, to: truth.changeDay }
  if (kind === 1) return { from: dayAfter(today, -30 - rng.below(500)), to: today }
  if (kind === 4) return { from: dayAfter(truth.changeDay, -13), to: today }
  const from = dayAfter(truth.changeDay, rng.below(26) - 14)
  const to = dayAfter(from, rng.below(20))
  return from > today ? { from: today, to: today } : { from, to: to > today ? today : to }
}

const ofYears = new Set<string>([
  'ltv_12m',
  'payback_simple',
  'payback_observed',
  'repeat_rate',
  'retention_60d',
  'retention_90d',
])
const ofHoldouts = new Set<string>(['incrementality', 'holdout_lift', 'relative_lift', 'net_incremental_revenue'])
