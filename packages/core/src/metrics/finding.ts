import type { NumberFigure } from './figure.ts'

/** How it goes, as data: the page says it in words. */
export interface Finding {
  kind: 'up' | 'down' | 'flat' | 'nothing_yet'
  change: number | null
}

/** Less than this, up or down, is called flat. */
const flatBelow = 0.02

/** What a change of net raised says. Without anything raised there is nothing to say yet; without a comparison no direction. */
export function findingOf(change: NumberFigure | null, raisedAnything: boolean): Finding {
  if (!raisedAnything) return { kind: 'nothing_yet', change: null }
  if (change === null || !change.ok) return { kind: 'flat', change: null }
  if (Math.abs(change.value) < flatBelow) return { kind: 'flat', change: change.value }
  return { kind: change.value > 0 ? 'up' : 'down', change: change.value }
}
