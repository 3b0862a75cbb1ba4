import { Invalid } from '@throughline/canonical'
import { createRng, type Rng } from '@throughline/stats'
import { creditBy, type PathCredit } from './credit-by.ts'
import { markovChain, type MarkovChain, type Order } from './markov-chain.ts'
import type { ModelName } from './model.ts'
import { sumOf, type Paths } from './paths.ts'
import { removalEffects, type RemovalEffects } from './removal-effects.ts'
import { shapleyRates, type ShapleyRates } from './shapley-rates.ts'
import { weigherOf } from './weigh.ts'

/** What credits paths, with what it found on the way where it measures. */
export type CreditedPaths =
  | (PathCredit & { by: 'weights' })
  | (PathCredit & { by: 'markov'; chain: MarkovChain; effects: RemovalEffects })
  | (PathCredit & { by: 'shapley_rate'; rates: ShapleyRates })

/** Why a model says nothing of paths: they know neither when a touch was nor what came of it. */
const needs: Partial<Record<ModelName, string>> = {
  time_decay: 'the times of touches',
  w_shaped: 'the touches that made the lead and the opportunity',
  full_path: 'the touches that made the lead, the opportunity and the close',
  custom: 'rules and what they ask of touches',
}

/** The models that can be asked of aggregated paths, and why the others cannot. */
export const whyNotOfPaths = (name: ModelName): string | undefined =>
  needs[name] && `${name} needs ${needs[name]}, which paths do not have`

/**
 * What a model credits each channel with over all paths: rule-based models and the path form of Shapley's value sum the weights of
 * journeys; Markov and `shapley_rate` share the whole in proportion to what they measured over all paths, as published.
 * @throws Invalid for a model that needs more than paths
 */
export function creditPaths(paths: Paths, name: ModelName, order: Order, rng: Rng = createRng('paths')): CreditedPaths {
  const why = whyNotOfPaths(name)
  if (why !== undefined) throw new Invalid(why)
  if (name === 'markov') {
    const chain = markovChain(paths, order)
    const effects = removalEffects(chain)
    const [conversions, value] = totals(paths)
    return {
      by: 'markov',
      chain,
      effects,
      conversions: proportional(effects.conversions, conversions),
      value: proportional(effects.value, value),
    }
  }
  if (name === 'shapley_rate') {
    const rates = shapleyRates(paths, rng)
    const [conversions, value] = totals(paths)
    return {
      by: 'shapley_rate',
      rates,
      conversions: proportional(rates.conversions, conversions),
      value: proportional(rates.value, value),
    }
  }
  if (name === 'custom') throw new Invalid('custom needs rules')
  return { by: 'weights', ...creditBy(weigherOf({ name }, paths.channels), paths) }
}

/** Conversions and value of the paths that have a touch; the others' are nobody's. */
function totals({ offsets, conversions, value }: Paths): [number, number] {
  const touched = (_: number, p: number) => offsets[p] !== offsets[p + 1]
  return [sumOf(conversions.filter(touched)), sumOf(value.filter(touched))]
}

function proportional(effects: Float64Array, total: number): Float64Array {
  const sum = sumOf(effects)
  return effects.map((effect) => (sum === 0 ? 0 : (total * effect) / sum))
}
