import { z } from 'zod'
import { expect, test } from 'vitest'
import { basicAuth } from './auth.ts'
import { connect } from './connect.ts'
import { defineConnector, type ReadPage } from './define-connector.ts'
import { HttpStates } from './http-state.ts'
import { runSlice } from './runner.ts'
import { createMemoryStore } from './testing/memory-store.ts'

const row = z.object({ id: z.string() })
const page: ReadPage<number> = {
  rows: [{ id: 't1' }, { id: 't2' }],
  also: { clicks: [{ id: 'c1' }, { nothing: true }] },
  next: 1,
  last: true,
}
const connector = defineConnector({
  id: 'acme',
  name: 'Acme',
  config: z.object({}),
  auth: basicAuth({ secrets: z.object({ user: z.string() }), user: ({ user }) => user, password: () => '' }),
  http: { baseUrl: () => 'https://acme.example', limits: {} },
  check: async () => {},
  streams: ({ stream }) => ({
    texts: stream({
      title: 'Texts',
      rank: 1,
      raw: row,
      key: ({ id }) => id,
      map: () => [],
      cursor: z.number(),
      start: () => 0,
      read: async function* () {
        yield page
      },
    }),
    clicks: stream({ title: 'Clicks', rank: 1, raw: row, key: ({ id }) => id, map: () => [] }),
  }),
})
const around = {
  fetch: () => Promise.reject(new Error('no network')),
  now: () => new Date('2026-11-15T17:00:00Z'),
  random: () => 0.5,
  sleep: () => Promise.resolve(),
  spoolDir: '/nowhere',
}
const options = (id: string, pseudonymKey?: string) => ({
  connector,
  connection: { id, config: {}, secrets: { user: 'u' }, ...(pseudonymKey === undefined ? {} : { pseudonymKey }) },
  states: new HttpStates(),
  around,
  signal: new AbortController().signal,
})

test('a page tells of rows of other streams too: saved with it, each read by its own stream', async () => {
  const store = createMemoryStore()
  const end = await runSlice({ ...options('1'), stream: 'texts', store })
  expect(end).toMatchObject({ outcome: 'done', counts: { pages: 1, rows: 3, quarantined: 1 } })
  expect([...store.rows.keys()]).toEqual(['texts/t1', 'texts/t2', 'clicks/c1'])
  expect(store.quarantined).toMatchObject([{ stream: 'clicks', issues: [{ path: 'id' }] }])
  expect(store.pages).toHaveLength(1)
})

test('a pseudonym is the same for one connection for ever, and another for each', () => {
  const of = (id: string, key?: string) => connect(options(id, key)).pseudonym('+13145550142')
  expect(of('1')).toBe(of('1'))
  expect(of('1')).toMatch(/^[0-9a-f]{32}$/)
  expect(of('1')).not.toBe(of('2'))
  expect(of('1', 'a tenant’s key')).not.toBe(of('1'))
  expect(of('1', 'a tenant’s key')).toBe(of('2', 'a tenant’s key'))
})
