import { expectedReward } from '@throughline/stats'
import type { MarkovChain } from './markov-chain.ts'

/** How much of what a chain brings is lost where one channel is taken away: by channel, each within [0, 1]. */
export interface RemovalEffects {
  /** The probability of converting, and the value expected, of somebody who starts. */
  conversionRate: number
  valueRate: number
  conversions: Float64Array
  value: Float64Array
}

/**
 * The removal effects of every channel, solved exactly: 1 − P(conversion where whoever comes to a state with the channel is lost) / P(conversion),
 * and the same of the value. It is the share of conversions whose way through the chain touches the channel.
 */
export function removalEffects(chain: MarkovChain): RemovalEffects {
  const conversionRate = expectedReward(chain, chain.converts)
  const valueRate = expectedReward(chain, chain.earns)
  const effects = {
    conversionRate,
    valueRate,
    conversions: new Float64Array(chain.channels.length),
    value: new Float64Array(chain.channels.length),
  }
  const gone = new Uint8Array(chain.states)
  chain.channels.forEach((_, channel) => {
    for (let s = 0; s < chain.states; s += 1) gone[s] = chain.remembers[s]?.includes(channel) ? 1 : 0
    effects.conversions[channel] = lost(expectedReward(chain, chain.converts, gone), conversionRate)
    effects.value[channel] = lost(expectedReward(chain, chain.earns, gone), valueRate)
  })
  return effects
}

const lost = (without: number, all: number): number => (all === 0 ? 0 : Math.min(1, Math.max(0, 1 - without / all)))
