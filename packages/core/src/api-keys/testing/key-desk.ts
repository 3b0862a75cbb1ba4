import { cast } from '@throughline/db/testing'
import { frontDesk, signedIn, type FrontDesk } from '../../tenants/testing/front-desk.ts'
import type { ApiKeys, NewKey } from '../api-keys.ts'
import { createApiKeys } from '../create-api-keys.ts'
import type { Plan } from '../plan.ts'

/** Keys over a database of their own, with a clock that the test turns. */
export interface KeyDesk extends FrontDesk {
  keys: ApiKeys
  as: Awaited<ReturnType<typeof signedIn>>
  /** A key of Harbor Table that Olive made. */
  key(over?: Partial<NewKey>): Promise<{ keyId: string; key: string }>
  /** Another process over the same database. */
  anotherProcess(): ApiKeys
}

const everybody = ['olive', 'adam', 'sam', 'ana', 'carla', 'vera', 'otto'] as const

export async function keyDesk(plan?: Plan): Promise<KeyDesk> {
  const desk = await frontDesk()
  const waiting: (() => Promise<void>)[] = []
  const open = () =>
    createApiKeys({
      door: desk.t.door,
      now: desk.now,
      later: (work) => void waiting.push(work),
      ticks: () => desk.now().getTime(),
      ...(plan && { plan }),
    })
  const keys = open()
  const as = await signedIn(desk, everybody)
  return {
    ...desk,
    keys,
    as,
    key: (over = {}) => keys.create(as('olive'), cast.harbor, { ...serverKey, ...over }),
    anotherProcess: open,
    async settled() {
      await desk.settled()
      for (let work = waiting.shift(); work; work = waiting.shift()) await work()
    },
  }
}

export const serverKey: NewKey = { kind: 'server', name: 'Warehouse', scopes: ['ingest'], origins: [], expiresAt: null }
export const browserKey: NewKey = { ...serverKey, kind: 'browser', name: 'Site', origins: ['https://www.example.org'] }
