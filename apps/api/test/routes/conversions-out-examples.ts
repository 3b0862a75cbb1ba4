import type { Furnished } from './furnish.ts'
import { notForViewers, some, type Example } from './example.ts'

const tenant = 'harbor-table'

/** A connection whose source takes conversions, of a client that says where its consents come from. */
async function taker(f: Furnished) {
  const olive = await f.as('olive')
  await olive.mutate('settings.update', { tenant, settings: { consentSource: 'The landing page' } })
  return { tenant, connectionId: await f.porter() }
}
const switchedOn = async (f: Furnished) => {
  const which = await taker(f)
  await (await f.as('olive')).mutate('conversionsOut.set', { ...which, on: true, eventName: 'Purchase' })
  return which
}

/** Telling ad platforms of conversions. */
export const conversionsOutExamples: Example[] = [
  { route: 'query conversionsOut.read', as: 'sam', input: taker, filled: some, others: notForViewers },
  {
    route: 'mutation conversionsOut.set',
    as: 'carla',
    input: async (f) => ({ ...(await taker(f)), on: true, eventName: 'Donate' }),
    filled: some,
    others: notForViewers,
  },
  { route: 'mutation conversionsOut.preview', as: 'carla', input: taker, filled: some, others: notForViewers },
  { route: 'mutation conversionsOut.retry', as: 'carla', input: switchedOn, filled: some, others: notForViewers },
]
