import { randomUUID } from 'node:crypto'
import { caller, makeKey } from '../v1/callers.ts'
import { forViewers, notForViewers, rows, some, type Example } from './example.ts'
import type { Furnished } from './furnish.ts'

const tenant = 'harbor-table'
const group = { code: 'unknown_source', field: 'source', type: 'user_engaged', source: 'fax' }
const mending = [{ set: { path: 'source', value: 'web' } }]

/** One event that is taken and one that is refused. */
async function sent(f: Furnished): Promise<string> {
  const { key } = await makeKey(f)
  const event = (source: string) => ({
    ...{ event_id: randomUUID(), event_type: 'user_engaged', source, user_id: 'user-1' },
    timestamp: f.now().toISOString(),
    properties: { engagement_type: 'page_view' },
  })
  const taken = event('web')
  const answer = await caller(f, key)('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([taken, event('fax')]),
  })
  if (answer.status >= 300) throw new Error(answer.text)
  return taken.event_id
}
const after =
  (more: object) =>
  async (f: Furnished): Promise<object> => {
    await sent(f)
    return { tenant, ...more }
  }

let kinds = 0
const kind = () => ({ name: `door_opened_${(kinds += 1)}`, schema: { type: 'object' } })
const made = (archived: boolean) => async (f: Furnished) => {
  const carla = await f.as('carla')
  const { name, schema } = kind()
  await carla.mutate('events.saveKind', { tenant, name, schema })
  if (archived) await carla.mutate('events.archiveKind', { tenant, name })
  return { tenant, name }
}

/** Events of one client: what came, what was refused, and the rules. */
export const eventExamples: Example[] = [
  { route: 'query events.list', as: 'carla', input: after({ limit: 10 }), filled: rows, others: notForViewers },
  {
    route: 'query events.read',
    as: 'carla',
    input: async (f) => ({ tenant, eventId: await sent(f) }),
    filled: some,
    others: notForViewers,
  },
  {
    route: 'query metrics.people',
    as: 'sam',
    input: (f) => {
      const day = f.now().toISOString().slice(0, 10)
      return after({ range: { from: day, to: day }, kind: 'visited', by: 'day' })(f)
    },
    filled: (data) => (data as { people: number }).people > 0,
    others: forViewers,
  },
  { route: 'query events.names', as: 'carla', input: () => ({ tenant }), filled: some, others: notForViewers },
  {
    route: 'query events.volume',
    as: 'carla',
    input: (f) => {
      const day = f.now().toISOString().slice(0, 10)
      return after({ from: day, to: day, by: 'hour' })(f)
    },
    filled: (data) => (data as { n: number }).n > 0,
    others: notForViewers,
  },
  { route: 'query events.rejections', as: 'carla', input: after({}), filled: some, others: notForViewers },
  { route: 'query events.samples', as: 'carla', input: after({ group, mending }), filled: some, others: notForViewers },
  {
    route: 'mutation events.replay',
    as: 'carla',
    input: after({ group, mending }),
    filled: (data) => (data as { accepted: number }).accepted > 0,
    others: notForViewers,
  },
  {
    route: 'mutation events.dismiss',
    as: 'carla',
    input: after({ group }),
    filled: (data) => (data as { count: number }).count > 0,
    others: notForViewers,
  },
  {
    route: 'query events.rules',
    as: 'carla',
    input: () => ({ tenant }),
    filled: (data) => (data as { ours: unknown[] }).ours.length === 20,
    others: notForViewers,
  },
  {
    route: 'mutation events.setPersonalData',
    as: 'carla',
    input: () => ({ tenant, personalData: 'refuse' }),
    others: notForViewers,
  },
  { route: 'mutation events.saveKind', as: 'carla', input: () => ({ tenant, ...kind() }), others: notForViewers },
  { route: 'mutation events.archiveKind', as: 'carla', input: made(false), others: notForViewers },
  { route: 'mutation events.restoreKind', as: 'carla', input: made(true), others: notForViewers },
  {
    route: 'mutation visits.note',
    as: 'carla',
    input: () => ({ tenant, section: 'overview' }),
    others: forViewers,
    // That somebody reads here is an event of this client, whoever it is.
    ownTables: ['batch', 'event', 'event_key', 'event_volume', 'ledger_head'],
  },
]
