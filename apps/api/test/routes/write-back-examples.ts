import { notForViewers, some, type Example } from './example.ts'
import type { Furnished } from './furnish.ts'

const tenant = 'harbor-table'
const fields = { contact: { influence: 'tl_influence' }, deal: {} }
const taker = async (f: Furnished) => ({ tenant, connectionId: await f.porter() })
const switchedOn = async (f: Furnished) => {
  const which = await taker(f)
  await (await f.as('olive')).mutate('writeBack.set', { ...which, on: true, fields })
  return which
}

/** Writing attribution to CRMs. */
export const writeBackExamples: Example[] = [
  { route: 'query writeBack.read', as: 'sam', input: taker, filled: some, others: notForViewers },
  {
    route: 'mutation writeBack.set',
    as: 'sam',
    input: async (f) => ({ ...(await taker(f)), on: true, fields }),
    filled: (data) => (data as { state: string }).state === 'on',
    others: notForViewers,
  },
  {
    route: 'mutation writeBack.preview',
    as: 'sam',
    input: async (f) => ({ ...(await taker(f)), fields }),
    filled: some,
    others: notForViewers,
  },
  { route: 'mutation writeBack.retry', as: 'sam', input: switchedOn, filled: some, others: notForViewers },
]
