import { eliminateStates } from './eliminate-states.ts'

/**
 * A Markov chain that ends. State 0 is its start, into which nothing leads; row s of the transitions is
 * `targets[offsets[s] … offsets[s + 1])` with their probabilities, and `leaves[s]` is the probability of ending there.
 */
export interface AbsorbingChain {
  states: number
  offsets: Uint32Array
  targets: Uint32Array
  probabilities: Float64Array
  leaves: Float64Array
}

/** Below this many states elimination is as fast as sweeping, and needs no tolerance. */
const fewStates = 48
/** Up to so many states a chain that sweeps do not settle soon is eliminated; in larger ones elimination fills up, and sweeping goes on. */
const mostEliminated = 1_500
const mostSweeps = 2_000
/** What may be left of the answer, relative to it: some units in the last place of a double. */
const tolerance = 1e-15

/**
 * What is expected to be earned from the start until the chain ends, where leaving state s earns `reward[s]` on average: the first
 * entry of x = Qx + reward. States marked in `gone` end the chain without earning.
 *
 * Gauss and Seidel's sweeps from 0, which only ever rise towards the answer; they end where what can still come is provably below a
 * rounding error, and a chain in which that takes too long is solved by elimination instead.
 */
export function expectedReward(chain: AbsorbingChain, reward: Float64Array, gone?: Uint8Array): number {
  if (chain.states <= fewStates) return eliminateStates(chain, reward, gone)
  return sweep(chain, reward, gone) ?? eliminateStates(chain, reward, gone)
}

function sweep(chain: AbsorbingChain, reward: Float64Array, gone?: Uint8Array): number | undefined {
  const { states, offsets, targets, probabilities } = chain
  const x = new Float64Array(states)
  const rise = new Float64Array(states)
  const stays = staying(chain)
  for (let round = 1; round <= mostSweeps || states > mostEliminated; round += 1) {
    // The largest ratio of a state's rise to its rise before: where every rise shrinks by at least r, what is to come is at most r/(1 − r) of it.
    let ratio = 0
    for (let s = states - 1; s >= 0; s -= 1) {
      if (gone?.[s] === 1) continue
      let sum = reward[s] as number
      const end = offsets[s + 1] as number
      for (let at = offsets[s] as number; at < end; at += 1)
        sum += (probabilities[at] as number) * (x[targets[at] as number] as number)
      const was = x[s] as number
      const next = (sum - (stays[s] as number) * was) / (1 - (stays[s] as number))
      const up = next - was
      const before = rise[s] as number
      if (up > tolerance * next) ratio = Math.max(ratio, before > 0 ? up / before : Infinity)
      rise[s] = up
      x[s] = next
    }
    const left = ratio < 1 ? ((rise[0] as number) * ratio) / (1 - ratio) : Infinity
    if (left <= tolerance * (x[0] as number)) return x[0]
  }
  return undefined
}

/** The probability of staying in a state, which a sweep divides out. */
function staying({ states, offsets, targets, probabilities }: AbsorbingChain): Float64Array {
  const stays = new Float64Array(states)
  for (let s = 0; s < states; s += 1)
    for (let at = offsets[s] as number; at < (offsets[s + 1] as number); at += 1)
      if (targets[at] === s) stays[s] = (stays[s] as number) + (probabilities[at] as number)
  return stays
}
