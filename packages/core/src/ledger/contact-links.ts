import type { Cause } from '@throughline/canonical'

/** One step of saying that two contacts are one person, or taking it back. */
export interface ContactLink {
  from: number
  into: number
  /** False where it takes a merge back. */
  linked: boolean
  batch: number
  cause: Cause
}

/**
 * Which contact each contact is part of, as known at a batch.
 * @param links in the order in which they were written
 */
export function rootsAt(links: readonly ContactLink[], batch: number): (contact: number) => number {
  const into = new Map<number, number>()
  for (const link of links) {
    if (link.batch > batch) break
    if (link.linked) into.set(link.from, link.into)
    else into.delete(link.from)
  }
  if (into.size === 0) return (contact) => contact
  return (contact) => {
    let root = contact
    // A chain is as long as there are links at most; a circle cannot be written, and would end here too.
    for (let steps = 0; steps <= into.size; steps++) {
      const next = into.get(root)
      if (next === undefined) return root
      root = next
    }
    return root
  }
}

/** Every contact that is part of another one, and of which, as known at a batch. */
export function mergedAt(links: readonly ContactLink[], batch: number): Map<number, number> {
  const rootOf = rootsAt(links, batch)
  const froms = new Set(links.filter((link) => link.batch <= batch).map(({ from }) => from))
  return new Map([...froms].flatMap((from) => (rootOf(from) === from ? [] : [[from, rootOf(from)] as const])))
}
