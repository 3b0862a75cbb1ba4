import type { MarkovChain } from './markov-chain.ts'

/** Probabilities from state to state by name; a state is its touches joined by ` > `, or one of (start), (conversion), (null). */
export type Transitions = Record<string, Record<string, number>>

/** The chain as people read it. @example transitionsOf(chain)['(start)'] // { sms: 0.8, ads: 0.2 } */
export function transitionsOf(chain: MarkovChain): Transitions {
  const name = (state: number): string =>
    state === 0 ? '(start)' : (chain.remembers[state] ?? []).map((channel) => chain.channels[channel]).join(' > ')
  return Object.fromEntries(
    Array.from({ length: chain.states }, (_, state) => {
      const row: [string, number][] = []
      for (let at = chain.offsets[state] ?? 0; at < (chain.offsets[state + 1] ?? 0); at += 1)
        row.push([name(chain.targets[at] ?? 0), chain.probabilities[at] ?? 0])
      const converts = chain.converts[state] ?? 0
      const ends = (chain.leaves[state] ?? 0) - converts
      if (converts > 0) row.push(['(conversion)', converts])
      if (ends > 1e-15) row.push(['(null)', ends])
      return [name(state), Object.fromEntries(row)]
    }),
  )
}
