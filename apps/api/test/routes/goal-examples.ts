import type { Example } from './example.ts'
import { forViewers, notForViewers } from './example.ts'
import type { Furnished } from './furnish.ts'

const tenant = 'harbor-table'
const goal = {
  ...{ name: 'Year end', metric: 'raised_gross', from: '2026-11-01', to: '2026-12-31' },
  ...{ target: 5_000_000, pacing: 'linear' },
}

const set = async (f: Furnished): Promise<string> => {
  const browser = await f.as('olive')
  return ((await browser.mutate('goals.save', { tenant, goal })).data as { goalId: string }).goalId
}

/** Goals and how far they are. */
export const goalExamples: Example[] = [
  {
    route: 'query goals.list',
    as: 'carla',
    input: async (f) => {
      await set(f)
      return { tenant }
    },
    filled: (data) => (data as { goals: unknown[] }).goals.length > 0,
    others: forViewers,
  },
  { route: 'mutation goals.save', as: 'sam', input: () => ({ tenant, goal }), others: notForViewers },
  {
    route: 'mutation goals.archive',
    as: 'olive',
    input: async (f) => ({ tenant, goalId: await set(f), archived: true }),
    others: notForViewers,
  },
]
