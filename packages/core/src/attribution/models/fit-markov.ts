import { expectedReward } from '@throughline/stats'
import type { Fitted } from './fit.ts'
import { fitOf } from './fit-of.ts'
import { markovChain, type MarkovChain, type Order } from './markov-chain.ts'
import type { Paths } from './paths.ts'
import { removalEffects } from './removal-effects.ts'
import { notEnough } from './shrink.ts'
import { touchedBy, type Touched } from './touched.ts'
import { transitionsOf } from './transitions.ts'

/**
 * Fits the Markov model to journeys, converting and not. The removal effect of a channel is the share of conversions that touch it; a
 * single journey is shared by what it stands for per journey: how much likelier a walk through the chain converts that touches the
 * channel than one that does not. That is shrunk towards being present (`shrink.ts`).
 */
export function fitMarkov(paths: Paths, { order }: { order: Order }): Fitted {
  const touched = touchedBy(paths)
  const why = notEnough(touched)
  if (why !== undefined) return { ok: false, why }
  const chain = markovChain(paths, order)
  const effects = removalEffects(chain)
  const lifts = effects.conversions.map((effect, channel) => {
    const visits = 1 - expectedReward(chain, chain.leaves, remembering(chain, channel))
    if (visits <= 0 || visits >= 1 - 1e-12) return NaN
    return effects.conversionRate * (effect / visits - (1 - effect) / (1 - visits))
  })
  const firstOrder = order === 1 ? chain : markovChain(paths, 1)
  return {
    ok: true,
    fit: fitOf(paths, touched, {
      model: 'markov',
      order,
      effects: effects.conversions,
      lifts,
      standardErrors: errorsOf(touched),
      scale: effects.conversionRate,
      chanceAfter: chancesAfter(firstOrder),
      transitions: transitionsOf(firstOrder),
    }),
  }
}

const remembering = (chain: MarkovChain, channel: number): Uint8Array =>
  Uint8Array.from(chain.remembers, (touches) => (touches.includes(channel) ? 1 : 0))

/** The standard error of the difference of two rates: journeys with the channel and those without. No comparison, no error. */
function errorsOf({ journeys, conversions, all }: Touched): Float64Array {
  return journeys.map((count, c) => {
    const others = all.journeys - count
    if (count === 0 || others === 0) return Infinity
    return Math.sqrt(
      variance(conversions[c] as number, count) + variance(all.conversions - (conversions[c] as number), others),
    )
  })
}

/** Of a rate; half a conversion either way keeps a rate of 0 or 1 from being certain. */
function variance(won: number, gone: number): number {
  const rate = (won + 0.5) / (gone + 1)
  return (rate * (1 - rate)) / gone
}

/** The chance to convert of somebody at each channel, who remembers only that. */
function chancesAfter(chain: MarkovChain): Float64Array {
  return Float64Array.from(chain.channels, (_, channel) => {
    const state = chain.remembers.findIndex((touches) => touches[0] === channel)
    if (state === -1) return NaN
    const [from, end] = [chain.offsets[0] as number, chain.offsets[1] as number]
    const probabilities = Float64Array.from(chain.probabilities)
    const targets = Uint32Array.from(chain.targets)
    // The start leads to this state alone.
    probabilities.fill(0, from, end)
    targets[from] = state
    probabilities[from] = 1
    return expectedReward({ ...chain, targets, probabilities }, chain.converts)
  })
}
