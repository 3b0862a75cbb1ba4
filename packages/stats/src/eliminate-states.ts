import type { AbsorbingChain } from './absorbing-chain.ts'

/**
 * The same by taking states out one by one, those with the fewest neighbours first, until only the start is left (Grassmann, Taksar and
 * Heyman 1985): nothing is ever subtracted, so every digit holds, also where the chain hardly ever ends.
 */
export function eliminateStates(chain: AbsorbingChain, reward: Float64Array, gone?: Uint8Array): number {
  const { states, offsets, targets, probabilities } = chain
  const isGone = (s: number): boolean => gone?.[s] === 1
  const to: Map<number, number>[] = []
  const from: Set<number>[] = Array.from({ length: states }, () => new Set())
  const leaves = Float64Array.from(chain.leaves)
  const earns = Float64Array.from(reward)
  for (let s = 0; s < states; s += 1) {
    const row = new Map<number, number>()
    to.push(row)
    if (isGone(s)) continue
    for (let at = offsets[s] as number; at < (offsets[s + 1] as number); at += 1) {
      const target = targets[at] as number
      const probability = probabilities[at] as number
      if (target === s) continue
      if (isGone(target)) leaves[s] = (leaves[s] as number) + probability
      else {
        row.set(target, (row.get(target) ?? 0) + probability)
        from[target]?.add(s)
      }
    }
  }
  const left = new Set<number>()
  for (let s = 1; s < states; s += 1) if (!isGone(s)) left.add(s)
  while (left.size > 0) {
    const s = fewestNeighbours(left, to, from)
    left.delete(s)
    takeOut(s, to, from, leaves, earns)
  }
  const total = leaves[0] as number
  return total > 0 ? (earns[0] as number) / total : 0
}

function fewestNeighbours(left: ReadonlySet<number>, to: readonly Map<number, number>[], from: readonly Set<number>[]) {
  let best = -1
  let least = Infinity
  for (const s of left) {
    const paths = (to[s]?.size ?? 0) * (from[s]?.size ?? 0)
    if (paths >= least) continue
    least = paths
    best = s
    if (paths === 0) break
  }
  return best
}

/** Whoever came to `s` goes where it would have gone from there, and has earned what it would have earned. */
function takeOut(
  s: number,
  to: readonly Map<number, number>[],
  from: readonly Set<number>[],
  leaves: Float64Array,
  earns: Float64Array,
): void {
  const row = to[s] as Map<number, number>
  let out = leaves[s] as number
  for (const probability of row.values()) out += probability
  for (const p of from[s] as Set<number>) {
    const source = to[p] as Map<number, number>
    const share = (source.get(s) as number) / out
    source.delete(s)
    leaves[p] = (leaves[p] as number) + share * (leaves[s] as number)
    earns[p] = (earns[p] as number) + share * (earns[s] as number)
    for (const [target, probability] of row) {
      if (target === p) continue
      source.set(target, (source.get(target) ?? 0) + share * probability)
      from[target]?.add(p)
    }
  }
  for (const target of row.keys()) from[target]?.delete(s)
}
