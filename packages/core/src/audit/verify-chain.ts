import { chainHash, chainStart } from './chain.store.ts'
import type { ChainCheck } from './audit.ts'

/** One link as it is stored. */
export interface Link {
  seq: number
  at: string
  actor: string
  action: string
  subject: string | null
  detail: Record<string, unknown>
  previousHash: string
  hash: string
}

/** How far a chain has been checked: what the next page of links must join on to. */
export interface Checked extends ChainCheck {
  head: string
}
export const unchecked: Checked = { ok: true, rows: 0, brokenAt: null, head: chainStart }

/**
 * Checks links in order from where `so` stands. A changed row breaks its own hash, a removed or reordered one the count, and
 * every later row the previous hash; the first is named. What no chain can tell is that its last rows are missing: compare
 * `rows` and `head` with what a backup or an earlier check said.
 */
export function verifyChain(links: readonly Link[], so: Checked = unchecked): Checked {
  let { rows, head } = so
  if (!so.ok) return so
  for (const link of links) {
    const seq = rows + 1
    const { actor, action, subject, detail } = link
    const hash = chainHash(head, seq, { at: new Date(link.at), actor, action, subject, detail })
    if (link.seq !== seq || link.previousHash !== head || link.hash !== hash)
      return { ok: false, rows, brokenAt: link.seq, head }
    rows = seq
    head = hash
  }
  return { ok: true, rows, brokenAt: null, head }
}
