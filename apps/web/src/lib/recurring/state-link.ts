import type { MrrSpan } from './waterfall-bars.ts'
import type { PlanState } from './shown-state.ts'

/** The same page with plans of one state, or of all, from the first. */
export function stateLink(search: string, state: PlanState | undefined): string {
  const next = new URLSearchParams(search)
  for (const own of ['state', 'cursor', 'proof', 'batch']) next.delete(own)
  if (state) next.set('state', state)
  return `?${next}`
}

/** The same plans from a place in the list, or from the first. */
export function placeLink(search: string, cursor: string | undefined): string {
  const next = new URLSearchParams(search)
  for (const own of ['cursor', 'proof', 'batch']) next.delete(own)
  if (cursor) next.set('cursor', cursor)
  return `?${next}`
}

/** The same page, seen from so far back. */
export function spanLink(search: string, span: MrrSpan): string {
  const next = new URLSearchParams(search)
  for (const own of ['proof', 'batch', 'span']) next.delete(own)
  if (span !== 30) next.set('span', String(span))
  return `?${next}`
}
