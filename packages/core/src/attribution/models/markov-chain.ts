import type { AbsorbingChain } from '@throughline/stats'
import type { Paths } from './paths.ts'

export type Order = 1 | 2 | 3 | 4

/** What paths say of where somebody goes next, who remembers the last `order` touches. */
export interface MarkovChain extends AbsorbingChain {
  order: Order
  channels: readonly string[]
  /** The touches that each state remembers, oldest first; the start's are none. */
  remembers: readonly (readonly number[])[]
  /** The probability of converting from each state, and what is earned by it on average: its conversions' mean value. */
  converts: Float64Array
  earns: Float64Array
}

/**
 * Counts the transitions of all paths, as Anderl et al. (2016) and ChannelAttribution do: a state is the last `order` touches, the first
 * one is the path's first `order` touches (of a shorter path, all of it), and the window slides by one. Every transition weighs
 * conversions + nulls; from its last state a path converts with weight conversions and ends with weight nulls. A path without touches
 * is in no chain.
 */
export function markovChain(paths: Paths, order: Order): MarkovChain {
  const states = new States(paths.channels.length, order)
  const { offsets, touches, conversions, value, nulls } = paths
  for (let p = 0; p + 1 < offsets.length; p += 1) {
    const from = offsets[p] as number
    const end = offsets[p + 1] as number
    const converted = conversions[p] as number
    const weight = converted + (nulls[p] as number)
    if (from === end || weight === 0) continue
    let at = Math.min(from + order, end)
    let state = states.remembering(touches, from, at)
    states.count(0, state, weight)
    while (at < end) {
      at += 1
      const next = states.remembering(touches, at - order, at)
      states.count(state, next, weight)
      state = next
    }
    states.finish(state, converted, value[p] as number, weight)
  }
  return states.chain(paths.channels)
}

class States {
  readonly #order: Order
  readonly #base: number
  /** Whether the touches of a state, as digits, are one exact number. */
  readonly #asNumbers: boolean
  readonly #numbers = new Map<number | string, number>()
  readonly #remembers: number[][] = [[]]
  readonly #next: Map<number, number>[] = [new Map<number, number>()]
  readonly #ended: { converted: number; value: number; all: number }[] = [{ converted: 0, value: 0, all: 0 }]

  constructor(channels: number, order: Order) {
    this.#order = order
    this.#base = channels + 1
    this.#asNumbers = this.#base ** order < Number.MAX_SAFE_INTEGER
  }

  remembering(touches: Uint32Array, from: number, to: number): number {
    let key: number | string = 0
    if (this.#asNumbers) for (let i = from; i < to; i += 1) key = key * this.#base + (touches[i] as number) + 1
    else key = touches.subarray(from, to).join(' ')
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const state = this.#remembers.length
    this.#numbers.set(key, state)
    this.#remembers.push([...touches.subarray(from, to)])
    this.#next.push(new Map())
    this.#ended.push({ converted: 0, value: 0, all: 0 })
    return state
  }

  count(from: number, to: number, weight: number): void {
    const row = this.#next[from] as Map<number, number>
    row.set(to, (row.get(to) ?? 0) + weight)
  }

  finish(state: number, converted: number, value: number, all: number): void {
    const ended = this.#ended[state] as { converted: number; value: number; all: number }
    ended.converted += converted
    ended.value += value
    ended.all += all
  }

  chain(channels: readonly string[]): MarkovChain {
    const states = this.#remembers.length
    const total = this.#next.reduce((sum, row) => sum + row.size, 0)
    const chain: MarkovChain = {
      order: this.#order,
      channels,
      states,
      remembers: this.#remembers,
      offsets: new Uint32Array(states + 1),
      targets: new Uint32Array(total),
      probabilities: new Float64Array(total),
      leaves: new Float64Array(states),
      converts: new Float64Array(states),
      earns: new Float64Array(states),
    }
    let at = 0
    for (let s = 0; s < states; s += 1) {
      const ended = this.#ended[s] as { converted: number; value: number; all: number }
      const row = this.#next[s] as Map<number, number>
      let out = ended.all
      for (const weight of row.values()) out += weight
      for (const [to, weight] of row) {
        chain.targets[at] = to
        chain.probabilities[at] = weight / out
        at += 1
      }
      chain.offsets[s + 1] = at
      if (out === 0) continue
      chain.leaves[s] = ended.all / out
      chain.converts[s] = ended.converted / out
      chain.earns[s] = ended.converted > 0 ? ended.value / out : 0
    }
    return chain
  }
}
