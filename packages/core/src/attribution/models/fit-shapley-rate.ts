import { normal, poisson, type Rng } from '@throughline/stats'
import type { Fitted } from './fit.ts'
import { channelSets } from './channel-sets.ts'
import { fitOf } from './fit-of.ts'
import type { Paths } from './paths.ts'
import { shapleyRates, shapleyRatesOf } from './shapley-rates.ts'
import { notEnough } from './shrink.ts'
import { touchedBy } from './touched.ts'

/** How often journeys are drawn anew to see how far the values are off. */
const redraws = 24
/** Orders of channels drawn for each, where there are more than twelve. */
const drawnOrders = 100

/**
 * Fits `shapley_rate` to journeys, converting and not: a channel's Shapley value of the rate at which journeys convert, with the
 * standard error that drawing the journeys anew gives (Poisson bootstrap), shrunk towards being present (`shrink.ts`).
 * @param rng draws journeys anew, and orders of channels where there are more than twelve
 */
export function fitShapleyRate(paths: Paths, rng: Rng): Fitted {
  const touched = touchedBy(paths)
  const why = notEnough(touched)
  if (why !== undefined) return { ok: false, why }
  const { conversions: lifts } = shapleyRates(paths, rng.split('values'))
  const all = lifts.reduce((sum, value) => sum + value, 0)
  return {
    ok: true,
    fit: fitOf(paths, touched, {
      model: 'shapley_rate',
      order: null,
      effects: lifts.map((value) => value / all),
      lifts,
      standardErrors: bootstrap(paths, rng.split('errors')),
      scale: all / lifts.length,
      chanceAfter: null,
      transitions: null,
    }),
  }
}

/** Sets are drawn instead of journeys: sums of Poisson counts are Poisson. */
function bootstrap(paths: Paths, rng: Rng): Float64Array {
  const n = paths.channels.length
  const sets = channelSets(paths)
  const sum = new Float64Array(n)
  const squares = new Float64Array(n)
  for (let round = 0; round < redraws; round += 1) {
    const conversions = sets.conversions.map((count) => redrawn(count, rng))
    const journeys = sets.journeys.map(
      (count, s) => (conversions[s] as number) + redrawn(count - (sets.conversions[s] as number), rng),
    )
    const drawn = shapleyRatesOf({ ...sets, conversions, journeys }, n, rng, drawnOrders)
    drawn.conversions.forEach((value, c) => {
      sum[c] = (sum[c] as number) + value
      squares[c] = (squares[c] as number) + value ** 2
    })
  }
  return squares.map((square, c) =>
    Math.sqrt(Math.max(1e-18, (square - (sum[c] as number) ** 2 / redraws) / (redraws - 1))),
  )
}

/** Poisson; above 100 its normal limit, rounded. */
const redrawn = (count: number, rng: Rng): number =>
  count === 0 ? 0 : count < 100 ? poisson(rng, count) : Math.max(0, Math.round(normal(rng, count, Math.sqrt(count))))
