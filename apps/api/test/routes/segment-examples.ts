import type { Example } from './example.ts'
import { forViewers, notForViewers } from './example.ts'
import type { Furnished } from './furnish.ts'

const tenant = 'harbor-table'
const rule = { measure: 'gifts', is: 'at_least', value: 1 }
let count = 0

/** A segment of the client's own. */
const own = async (f: Furnished): Promise<string> => {
  const browser = await f.as('olive')
  const saved = await browser.mutate('segments.save', { tenant, name: `Own ${(count += 1)}`, rule })
  return (saved.data as { id: string }).id
}

/** Segments, whoever is in them, and their rules. */
export const segmentExamples: Example[] = [
  {
    route: 'query segments.list',
    as: 'carla',
    input: () => ({ tenant }),
    filled: (data) => (data as { segments: unknown[] }).segments.length >= 8,
    others: forViewers,
  },
  {
    route: 'query segments.one',
    as: 'carla',
    input: async (f) => ({ tenant, id: await own(f) }),
    filled: (data) => (data as { members: unknown[] }).members.length > 0,
    others: forViewers,
  },
  {
    route: 'query segments.preview',
    as: 'sam',
    input: () => ({ tenant, rule }),
    filled: (data) => (data as { size: number }).size > 0,
    others: notForViewers,
  },
  {
    route: 'mutation segments.save',
    as: 'sam',
    input: () => ({ tenant, name: `Saved ${(count += 1)}`, rule }),
    others: notForViewers,
  },
  {
    route: 'mutation segments.reset',
    as: 'olive',
    input: async (f) => {
      const browser = await f.as('olive')
      await browser.mutate('segments.save', { tenant, id: 'weekend', name: `Weekends ${(count += 1)}`, rule })
      return { tenant, id: 'weekend' }
    },
    others: notForViewers,
  },
  {
    route: 'mutation segments.archive',
    as: 'olive',
    input: async (f) => ({ tenant, id: await own(f), archived: true }),
    others: notForViewers,
  },
]
