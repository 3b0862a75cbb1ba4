import type { Rng } from '@throughline/stats'
import type { Told } from './scene.ts'
import type { Telling, TruthEvent } from './truth.ts'

/** Rows that are read together, always in one piece, or each by itself. */
export interface ToArrive {
  groups: readonly (readonly Told[])[]
  single: readonly Told[]
  events: readonly TruthEvent[]
  people: number
}

/**
 * When what becomes known: rows and their later versions each in some arrival, old versions and events now and then once more (an event
 * even with another time: the first one counts), and people that are found to be one.
 */
export function arrive(rng: Rng, { groups, single, events, people }: ToArrive): Telling[][] {
  const n = 3 + rng.below(3)
  const arrivals: Telling[][] = Array.from({ length: n }, () => [])
  const soon = () => (rng.chance(0.5) ? 0 : rng.below(n))
  const tell = (told: Told, first: number): void => {
    let at = first
    const { what, versions, withdrawn } = told
    versions.forEach((row, revision) => {
      if (revision > 0) at = Math.min(n - 1, at + rng.below(3))
      arrivals[at]?.push({ what, revision, row } as Telling)
      if (rng.chance(0.08)) arrivals[Math.min(n - 1, at + rng.below(3))]?.push({ what, revision, row } as Telling)
    })
    if (withdrawn) {
      at = Math.min(n - 1, at + rng.below(2))
      arrivals[at]?.push({ what, revision: versions.length, row: versions.at(-1), withdrawn: true } as Telling)
    }
  }
  for (const group of groups) {
    const at = soon()
    for (const told of group) tell(told, at)
  }
  for (const told of single) tell(told, soon())
  for (const event of events) {
    const at = soon()
    arrivals[at]?.push({ what: 'event', event })
    if (rng.chance(0.08))
      arrivals[Math.min(n - 1, at + 1 + rng.below(2))]?.push({
        what: 'event',
        event: { ...event, at: event.at - rng.below(86_400_000) },
      })
  }
  for (let tries = 0; tries < 2; tries += 1) {
    const [from, into, at] = [rng.below(people), rng.below(people), 1 + rng.below(n - 1)]
    const known = new Set(
      arrivals.slice(0, at).flatMap((list) => list.flatMap((each) => (each.what === 'gift' ? [each.row.person] : []))),
    )
    const taken = arrivals.some((list) => list.some((each) => each.what === 'merge'))
    if (from !== into && known.has(from) && known.has(into) && !taken) arrivals[at]?.push({ what: 'merge', from, into })
  }
  return arrivals
}
