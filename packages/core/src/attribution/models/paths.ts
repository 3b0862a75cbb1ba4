/**
 * Journeys that went the same way, counted together. Path p is `touches[offsets[p] … offsets[p + 1])`, oldest first, each an index into
 * `channels`; it was gone `conversions[p]` times with a conversion, worth `value[p]` together, and `nulls[p]` times without.
 */
export interface Paths {
  channels: readonly string[]
  offsets: Uint32Array
  touches: Uint32Array
  conversions: Float64Array
  value: Float64Array
  nulls: Float64Array
}

/** One path by its channels' names. */
export interface NamedPath {
  touches: readonly string[]
  conversions: number
  value: number
  nulls: number
}

/** Numbers the channels in the order in which they are first met. */
export function pathsOf(named: readonly NamedPath[]): Paths {
  const numbers = new Map<string, number>()
  const touches: number[] = []
  const offsets = [0]
  for (const path of named) {
    for (const channel of path.touches) {
      const number = numbers.get(channel) ?? numbers.size
      numbers.set(channel, number)
      touches.push(number)
    }
    offsets.push(touches.length)
  }
  return {
    channels: [...numbers.keys()],
    offsets: Uint32Array.from(offsets),
    touches: Uint32Array.from(touches),
    conversions: Float64Array.from(named, ({ conversions }) => conversions),
    value: Float64Array.from(named, ({ value }) => value),
    nulls: Float64Array.from(named, ({ nulls }) => nulls),
  }
}

export const sumOf = (numbers: Float64Array): number => numbers.reduce((sum, each) => sum + each, 0)
