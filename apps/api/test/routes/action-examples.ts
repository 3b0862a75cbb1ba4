import { notForViewers, rows, some, type Example } from './example.ts'

const tenant = 'harbor-table'
let wishes = 0

/** Changing things at outside systems. */
export const actionExamples: Example[] = [
  {
    route: 'query actions.catalogue',
    as: 'sam',
    input: async (f) => ({ tenant, connectionId: await f.porter() }),
    filled: (data) => some((data as { actions: unknown }).actions),
    others: notForViewers,
  },
  {
    route: 'query actions.list',
    as: 'sam',
    input: async (f) => {
      await f.action('open')
      return { tenant, limit: 10 }
    },
    filled: rows,
    others: notForViewers,
  },
  {
    route: 'mutation actions.preview',
    as: 'sam',
    input: async (f) => ({ tenant, connectionId: await f.porter(), action: 'open', input: { door: 'front' } }),
    filled: some,
    others: notForViewers,
  },
  {
    route: 'mutation actions.request',
    as: 'sam',
    input: async (f) => {
      const idempotencyKey = `example-wish-${wishes++}`
      return { tenant, connectionId: await f.porter(), action: 'open', input: { door: 'front' }, idempotencyKey }
    },
    filled: some,
    others: notForViewers,
  },
  {
    route: 'mutation actions.decide',
    as: 'sam',
    input: async (f) => ({ tenant, actionId: await f.action('lock'), yes: true }),
    filled: some,
    others: notForViewers,
  },
  {
    route: 'mutation actions.undo',
    as: 'sam',
    input: async (f) => ({ tenant, actionId: await f.action('open') }),
    filled: some,
    others: notForViewers,
  },
  {
    route: 'mutation actions.settle',
    as: 'sam',
    input: async (f) => ({ tenant, actionId: await f.action('knock'), happened: true }),
    filled: some,
    others: notForViewers,
  },
]
