import { makeKey } from '../v1/callers.ts'
import { notForViewers, type Example } from './example.ts'

const tenant = 'harbor-table'
const wanted = { kind: 'server', name: 'Warehouse', scopes: ['keys:read'], origins: [], expiresAt: null }

/** Keys of a client's own systems. */
export const keyExamples: Example[] = [
  {
    route: 'query keys.list',
    as: 'carla',
    input: async (f) => {
      await makeKey(f)
      return { tenant }
    },
    filled: (data) => (data as { keys: unknown[] }).keys.length > 0,
    others: notForViewers,
  },
  { route: 'mutation keys.create', as: 'carla', input: () => ({ tenant, ...wanted }), others: notForViewers },
  {
    route: 'mutation keys.rotate',
    as: 'carla',
    input: async (f) => ({ tenant, keyId: (await makeKey(f)).keyId, overlapHours: 24 }),
    others: notForViewers,
  },
  {
    route: 'mutation keys.rename',
    as: 'carla',
    input: async (f) => ({ tenant, keyId: (await makeKey(f)).keyId, name: 'Renamed' }),
    others: notForViewers,
  },
  {
    route: 'mutation keys.revoke',
    as: 'carla',
    input: async (f) => ({ tenant, keyId: (await makeKey(f)).keyId }),
    others: notForViewers,
  },
]
