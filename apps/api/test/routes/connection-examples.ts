import { notForViewers, ownThings, rows, some, type Example } from './example.ts'

const tenant = 'harbor-table'

/** Connections, quarantine, dead letters. */
export const connectionExamples: Example[] = [
  { route: 'query connections.catalogue', as: 'sam', input: () => ({ tenant }), filled: some, others: notForViewers },
  { route: 'query connections.list', as: 'sam', input: () => ({ tenant }), filled: some, others: notForViewers },
  {
    route: 'query connections.across',
    as: 'sam',
    filled: (data) => (data as { tenant: { slug: string } }[]).some((each) => each.tenant.slug === tenant),
    others: ownThings,
  },
  {
    route: 'query connections.read',
    as: 'sam',
    input: (f) => ({ tenant, connectionId: f.connectionId }),
    filled: some,
    others: notForViewers,
  },
  {
    route: 'mutation connections.create',
    as: 'sam',
    input: (f) => ({ tenant, connector: 'actblue', name: 'Second', values: f.connectionValues }),
    filled: some,
    others: notForViewers,
  },
  {
    route: 'mutation connections.update',
    as: 'sam',
    input: (f) => ({ tenant, connectionId: f.connectionId, name: 'Renamed', values: {} }),
    others: notForViewers,
  },
  {
    route: 'mutation connections.check',
    as: 'sam',
    input: (f) => ({ tenant, connectionId: f.connectionId }),
    filled: (data) => (data as { ok: boolean }).ok,
    others: notForViewers,
  },
  ...['pause', 'resume', 'syncNow', 'disconnect'].map((deed): Example => ({
    route: `mutation connections.${deed}`,
    as: 'sam',
    input: async (f) => ({ tenant, connectionId: await f.anotherConnection() }),
    others: notForViewers,
  })),
  {
    route: 'mutation connections.reconnect',
    as: 'sam',
    input: async (f) => ({ tenant, connectionId: await f.disconnected() }),
    others: notForViewers,
  },
  {
    route: 'query connections.disconnected',
    as: 'sam',
    input: async (f) => {
      await f.disconnected()
      return { tenant }
    },
    filled: some,
    others: notForViewers,
  },
  {
    route: 'mutation connections.signIn',
    as: 'sam',
    input: async (f) => ({ tenant, connectionId: (await f.signInBegun()).connectionId }),
    filled: some,
    others: notForViewers,
  },
  {
    route: 'mutation connections.finishSignIn',
    as: 'sam',
    input: async (f) => ({ tenant, state: (await f.signInBegun()).state, code: 'yes' }),
    filled: some,
    others: notForViewers,
  },
  {
    route: 'mutation connections.backfill',
    as: 'sam',
    input: async (f) => ({ tenant, connectionId: await f.anotherConnection(), from: '2026-10-01' }),
    filled: some,
    others: notForViewers,
  },
  {
    route: 'mutation connections.cancel',
    as: 'sam',
    input: async (f) => ({ tenant, workId: await f.work() }),
    others: notForViewers,
  },
  {
    route: 'query connections.health',
    as: 'sam',
    input: (f) => ({ tenant, connectionId: f.connectionId }),
    filled: some,
    others: notForViewers,
  },
  ...['repair', 'acceptFields'].map((deed): Example => ({
    route: `mutation connections.${deed}`,
    as: 'sam',
    input: async (f) => ({ tenant, connectionId: await f.anotherConnection(), stream: 'donations' }),
    others: notForViewers,
  })),
  {
    route: 'mutation connections.setDrift',
    as: 'sam',
    input: (f) => ({ tenant, connectionId: f.connectionId, stream: 'donations', drift: 'quarantine' }),
    others: notForViewers,
  },
  {
    route: 'mutation connections.setSchedule',
    as: 'sam',
    input: async (f) => ({ tenant, connectionId: await f.anotherConnection(), everyMinutes: 30 }),
    others: notForViewers,
  },
  {
    route: 'mutation connections.probe',
    as: 'sam',
    input: (f) => ({ tenant, connectionId: f.connectionId }),
    others: notForViewers,
  },
  {
    route: 'query connections.runs',
    as: 'sam',
    input: (f) => ({ tenant, connectionId: f.connectionId }),
    filled: rows,
    others: notForViewers,
  },
  {
    route: 'query connections.quarantine',
    as: 'sam',
    input: (f) => ({ tenant, connectionId: f.connectionId }),
    filled: rows,
    others: notForViewers,
  },
  ...['replay', 'dismiss'].map((deed): Example => ({
    route: `mutation connections.${deed}`,
    as: 'sam',
    input: async (f) => ({ tenant, ids: [await f.quarantined()] }),
    others: notForViewers,
  })),
  { route: 'query jobs.deadLetters', as: 'sam', input: () => ({ tenant }), filled: rows, others: notForViewers },
  ...['replay', 'dismiss'].map((deed): Example => ({
    route: `mutation jobs.${deed}`,
    as: 'sam',
    input: async (f) => ({ tenant, id: await f.deadLetter() }),
    others: notForViewers,
  })),
]
