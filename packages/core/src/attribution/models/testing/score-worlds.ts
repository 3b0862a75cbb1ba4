import { createRng } from '@throughline/stats'
import { byChannel } from '../by-channel.ts'
import { creditBy } from '../credit-by.ts'
import { scoresOf, type Fitted } from '../fit.ts'
import { fitMarkov } from '../fit-markov.ts'
import { fitShapleyRate } from '../fit-shapley-rate.ts'
import type { Weigh } from '../journey.ts'
import { lastTouch } from '../last-touch.ts'
import { sumOf } from '../paths.ts'
import { channelWorld, type ChannelWorld } from './channel-world.ts'

/** How a data-driven model did over some worlds against last touch, by the mean absolute error of its channels' shares. */
export interface WorldScore {
  worlds: number
  nearer: number
  unsure: number
  /** Worlds in which it was further off than last touch and did not say that it is unsure. */
  wrong: string[]
  meanError: number
  meanErrorOfLastTouch: number
}

/** Scores both data-driven models over the worlds of these seeds. */
export function scoreWorlds(seeds: readonly string[], people: number): Record<'markov' | 'shapley_rate', WorldScore> {
  const scores = { markov: blank(seeds.length), shapley_rate: blank(seeds.length) }
  for (const seed of seeds) {
    const world = channelWorld(seed, people)
    add(scores.markov, seed, world, fitMarkov(world.paths, { order: 1 }))
    add(scores.shapley_rate, seed, world, fitShapleyRate(world.paths, createRng(seed)))
  }
  return scores
}

const blank = (worlds: number): WorldScore => ({
  worlds,
  nearer: 0,
  unsure: 0,
  wrong: [],
  meanError: 0,
  meanErrorOfLastTouch: 0,
})

function add(score: WorldScore, seed: string, world: ChannelWorld, fitted: Fitted): void {
  const last = errorOf(lastTouch, world)
  score.meanErrorOfLastTouch += last / score.worlds
  if (!fitted.ok) {
    score.unsure += 1
    return
  }
  const error = errorOf(byChannel(scoresOf(fitted.fit, world.paths.channels)), world)
  score.meanError += error / score.worlds
  if (error < last) score.nearer += 1
  else if (fitted.fit.sure) score.wrong.push(`${seed}: ${error.toFixed(4)} against ${last.toFixed(4)}`)
  if (!fitted.fit.sure) score.unsure += 1
}

function errorOf(weigh: Weigh, { paths, truth }: ChannelWorld): number {
  const { conversions } = creditBy(weigh, paths)
  const all = sumOf(conversions)
  return sumOf(conversions.map((credit, c) => Math.abs(credit / all - (truth[c] as number)))) / truth.length
}
