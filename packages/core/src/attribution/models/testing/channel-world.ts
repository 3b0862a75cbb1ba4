import { createRng, type Rng } from '@throughline/stats'
import { pathsOf, type NamedPath, type Paths } from '../paths.ts'

/** A channel of an invented world. */
interface WorldChannel {
  name: string
  /** How often somebody is touched by it at one step, and by how much it is more where the person already means to give. */
  reach: number
  follows: number
  /** What one touch adds to the chance of deciding at each step after it, falling by `fades` a step. */
  effect: number
  fades: number
  /** The chance that somebody who has decided comes through it on the way: as branded search and retargeting do. */
  picksUp: number
}

export interface ChannelWorld {
  paths: Paths
  /** Each channel's share of the conversions that touches caused; by the channels of `paths`. */
  truth: Float64Array
}

/**
 * A world whose truth is known: people are touched step by step, every touch adds to their chance of deciding for some steps, and a
 * decision's cause is shared by what it came of. Some channels cause little and come last: they pick up who has decided already, or
 * follow who means to give anyway. People differ, and many decide without any touch.
 */
export function channelWorld(seed: string, people: number): ChannelWorld {
  const rng = createRng(`channel world ${seed}`)
  const channels = someChannels(rng.split('channels'))
  const draw = rng.split('people')
  const unprompted = 0.002 + 0.008 * rng.float()
  const steps = 3 + rng.below(8)
  const caused = new Map<string, number>()
  const ways = new Map<string, NamedPath>()
  for (let person = 0; person < people; person += 1) {
    const { touches, decided, causes } = live(draw, channels, steps, unprompted)
    if (touches.length === 0) continue
    for (const [name, share] of causes) caused.set(name, (caused.get(name) ?? 0) + share)
    const key = touches.join('>')
    const way = ways.get(key) ?? { touches, conversions: 0, value: 0, nulls: 0 }
    ways.set(key, way)
    if (decided) way.conversions += 1
    else way.nulls += 1
    if (decided) way.value += 1_000 + draw.below(9_000)
  }
  const paths = pathsOf([...ways.values()])
  const all = [...caused.values()].reduce((sum, each) => sum + each, 0)
  return { paths, truth: Float64Array.from(paths.channels, (name) => (caused.get(name) ?? 0) / all) }
}

function someChannels(rng: Rng): WorldChannel[] {
  const causes = 3 + rng.below(4)
  const decoys = rng.below(3)
  return [
    ...Array.from({ length: causes }, (_, i) => ({
      name: `cause ${i}`,
      reach: 0.02 + 0.2 * rng.float() ** 2,
      follows: 0,
      effect: 0.002 + 0.08 * rng.float() ** 3,
      fades: 0.3 + 0.6 * rng.float(),
      picksUp: 0,
    })),
    ...Array.from({ length: decoys }, (_, i) => ({
      name: `decoy ${i}`,
      reach: 0.02 + 0.1 * rng.float(),
      follows: 2 * rng.float(),
      effect: 0.004 * rng.float(),
      fades: 0.5,
      picksUp: 0.1 + 0.7 * rng.float(),
    })),
  ]
}

function live(rng: Rng, channels: readonly WorldChannel[], steps: number, unprompted: number) {
  const means = Math.exp(rng.float() * 2 - 1)
  const active = channels.map(() => 0)
  const touches: string[] = []
  for (let step = 0; step < steps; step += 1) {
    channels.forEach(({ name, reach, follows, effect, fades }, c) => {
      active[c] = (active[c] as number) * fades
      const stirred = active.reduce((sum, each) => sum + each, 0) > 0.01 ? 1 : 0
      if (!rng.chance(Math.min(0.9, reach * (1 + follows * (stirred + means - 1))))) return
      touches.push(name)
      active[c] = active[c] + effect * means
    })
    const own = unprompted * means
    const chance = own + active.reduce((sum, each) => sum + each, 0)
    if (!rng.chance(chance)) continue
    const causes = channels.map(({ name }, c): [string, number] => [name, (active[c] as number) / chance])
    for (const { name, picksUp } of channels) if (rng.chance(picksUp)) touches.push(name)
    return { touches, decided: true, causes }
  }
  return { touches, decided: false, causes: [] as [string, number][] }
}
