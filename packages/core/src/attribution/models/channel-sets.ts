import type { Paths } from './paths.ts'

/** Paths by the set of channels that they touch, each set once: what a game among channels is played with. */
export interface ChannelSets {
  /** The channels of each set, rising. */
  sets: Uint32Array[]
  conversions: Float64Array
  value: Float64Array
  /** Paths gone, with a conversion or without. */
  journeys: Float64Array
}

/** A path without touches belongs to no channel and is left out. */
export function channelSets({ channels, offsets, touches, conversions, value, nulls }: Paths): ChannelSets {
  const known = new Map<number | string, number>()
  const sets: Uint32Array[] = []
  const sums: { conversions: number[]; value: number[]; journeys: number[] } = {
    conversions: [],
    value: [],
    journeys: [],
  }
  // Few channels are one number of bits; many are a text.
  const keyOf = channels.length <= 31 ? bitsOf : textOf
  for (let p = 0; p + 1 < offsets.length; p += 1) {
    const all = touches.subarray(offsets[p], offsets[p + 1])
    if (all.length === 0) continue
    const key = keyOf(all)
    let number = known.get(key)
    if (number === undefined) {
      number = sets.push(Uint32Array.from(new Set(all)).sort()) - 1
      known.set(key, number)
      for (const each of Object.values(sums)) each.push(0)
    }
    add(sums.conversions, number, conversions[p] as number)
    add(sums.value, number, value[p] as number)
    add(sums.journeys, number, (conversions[p] as number) + (nulls[p] as number))
  }
  return {
    sets,
    conversions: Float64Array.from(sums.conversions),
    value: Float64Array.from(sums.value),
    journeys: Float64Array.from(sums.journeys),
  }
}

function bitsOf(touches: Uint32Array): number {
  let bits = 0
  for (let i = 0; i < touches.length; i += 1) bits |= 1 << (touches[i] as number)
  return bits
}

const textOf = (touches: Uint32Array): string => Uint32Array.from(new Set(touches)).sort().join(' ')

function add(to: number[], at: number, by: number): void {
  to[at] = (to[at] as number) + by
}
