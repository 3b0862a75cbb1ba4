import type { Rng } from '@throughline/stats'
import { channelSets, type ChannelSets } from './channel-sets.ts'
import type { Paths } from './paths.ts'

/** The Shapley values of channels, where a coalition is worth the rate at which journeys within it convert. */
export interface ShapleyRates {
  /** Share of the conversion rate, and of the value a journey brings, that each channel stands for; below 0 where it goes with fewer. */
  conversions: Float64Array
  value: Float64Array
  /** How far off sampling may have left `conversions` and `value`: their standard errors; null where all coalitions were asked. */
  sampled: { permutations: number; conversions: Float64Array; value: Float64Array } | null
}

/** With so many channels all 2ⁿ coalitions are asked; with more, permutations are drawn. */
const mostExactChannels = 12
const mostPermutations = 2_000

/**
 * Shapley's values of the game v(S) = conversions ÷ journeys among the journeys that touch nothing outside S, 0 where there is none
 * (Zhao et al. 2018, with rates): they add up to the rate over all journeys. Those that did not convert count.
 * @param rng draws permutations; asked only above twelve channels
 */
export const shapleyRates = (paths: Paths, rng: Rng): ShapleyRates =>
  shapleyRatesOf(channelSets(paths), paths.channels.length, rng, mostPermutations)

/** The same of paths that were put together by their sets already; `n` is how many channels there are. */
export function shapleyRatesOf(sets: ChannelSets, n: number, rng: Rng, permutations: number): ShapleyRates {
  return n <= mostExactChannels ? exact(sets, n) : sampled(sets, n, rng, permutations)
}

function exact({ sets, conversions, value, journeys }: ChannelSets, n: number): ShapleyRates {
  const masks = sets.map((set) => set.reduce((mask, channel) => mask | (1 << channel), 0))
  const gone = withinEach(masks, journeys, n)
  const worth = (won: Float64Array): Float64Array =>
    withinEach(masks, won, n).map((sum, s) => rate(sum, gone[s] as number))
  return { conversions: shapleyValues(worth(conversions), n), value: shapleyValues(worth(value), n), sampled: null }
}

const rate = (won: number, gone: number): number => (gone > 0 ? won / gone : 0)

/** Sums over the subsets of every coalition, one channel at a time (the zeta transform). */
function withinEach(masks: readonly number[], amounts: Float64Array, n: number): Float64Array {
  const sums = new Float64Array(1 << n)
  masks.forEach((mask, i) => (sums[mask] = (sums[mask] as number) + (amounts[i] as number)))
  for (let bit = 1; bit < 1 << n; bit <<= 1)
    for (let s = 0; s < 1 << n; s += 1) if ((s & bit) !== 0) sums[s] = (sums[s] as number) + (sums[s ^ bit] as number)
  return sums
}

/** Shapley (1953): the mean of v(S ∪ c) − v(S) over all orders in which the channels may come. */
function shapleyValues(worth: Float64Array, n: number): Float64Array {
  // 1 / (n · C(n − 1, s)): the share of orders in which just s given channels come before c.
  const shares = new Float64Array(n)
  for (let s = 0, share = 1 / n; s < n; share *= (s + 1) / (n - 1 - s), s += 1) shares[s] = share
  const values = new Float64Array(n)
  for (let s = 0; s < 1 << n; s += 1) {
    const share = shares[bits(s)] as number
    for (let c = 0; c < n; c += 1)
      if ((s & (1 << c)) === 0)
        values[c] = (values[c] as number) + share * ((worth[s | (1 << c)] as number) - (worth[s] as number))
  }
  return values
}

function bits(mask: number): number {
  let count = 0
  for (let left = mask; left !== 0; left &= left - 1) count += 1
  return count
}

/** Castro, Gómez and Tejada (2009): the mean over random orders, with its standard error. */
function sampled(
  { sets, conversions, value, journeys }: ChannelSets,
  n: number,
  rng: Rng,
  permutations: number,
): ShapleyRates {
  const order = Uint32Array.from({ length: n }, (_, i) => i)
  const place = new Uint32Array(n)
  const tallies = { conversions: new Tally(n), value: new Tally(n) }
  for (let round = 0; round < permutations; round += 1) {
    shuffle(order, rng)
    order.forEach((channel, i) => (place[channel] = i))
    const gone = new Float64Array(n)
    const won = { conversions: new Float64Array(n), value: new Float64Array(n) }
    sets.forEach((set, i) => {
      let complete = 0
      for (const channel of set) complete = Math.max(complete, place[channel] as number)
      gone[complete] = (gone[complete] as number) + (journeys[i] as number)
      won.conversions[complete] = (won.conversions[complete] as number) + (conversions[i] as number)
      won.value[complete] = (won.value[complete] as number) + (value[i] as number)
    })
    tallies.conversions.add(order, won.conversions, gone)
    tallies.value.add(order, won.value, gone)
  }
  return {
    conversions: tallies.conversions.means(),
    value: tallies.value.means(),
    sampled: { permutations, conversions: tallies.conversions.errors(), value: tallies.value.errors() },
  }
}

class Tally {
  readonly #sum: Float64Array
  readonly #squares: Float64Array
  #rounds = 0

  constructor(n: number) {
    this.#sum = new Float64Array(n)
    this.#squares = new Float64Array(n)
  }

  /** What each channel added to the rate when it came, in this order. */
  add(order: Uint32Array, won: Float64Array, gone: Float64Array): void {
    let before = 0
    let allWon = 0
    let allGone = 0
    this.#rounds += 1
    order.forEach((channel, i) => {
      allWon += won[i] as number
      allGone += gone[i] as number
      const now = rate(allWon, allGone)
      this.#sum[channel] = (this.#sum[channel] as number) + now - before
      this.#squares[channel] = (this.#squares[channel] as number) + (now - before) ** 2
      before = now
    })
  }

  means(): Float64Array {
    return this.#sum.map((sum) => sum / this.#rounds)
  }

  errors(): Float64Array {
    const n = this.#rounds
    return this.#squares.map((squares, c) =>
      Math.sqrt(Math.max(0, squares / n - ((this.#sum[c] as number) / n) ** 2) / (n - 1)),
    )
  }
}

/** Fisher and Yates. */
function shuffle(order: Uint32Array, rng: Rng): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = rng.below(i + 1)
    const kept = order[i] as number
    order[i] = order[j] as number
    order[j] = kept
  }
}
