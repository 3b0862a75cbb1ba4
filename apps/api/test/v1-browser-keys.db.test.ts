import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMetrics } from '../src/index.ts'
import type { HttpEnv } from '../src/http/variables.ts'
import { createTenantGate } from '../src/tenant-gate.ts'
import { mountV1 } from '../src/v1/mount-v1.ts'
import type { Operation } from '../src/v1/operation.ts'
import { logBook } from './house/log-book.ts'
import { openHouse, type House } from './house/open-house.ts'
import { makeKey, site } from './v1/callers.ts'

/** Takes what it is sent, as an operation for pages does. */
const take: Operation = {
  ...{
    id: 'take',
    method: 'POST',
    path: '/v1/taken',
    summary: 'Take',
    scope: 'ingest',
    browser: true,
    counts: 'events',
  },
  answers: { 202: { description: 'Taken.' } },
  async handle({ c, key, takeEvents }) {
    await takeEvents(Number(await c.req.text()))
    return Response.json({ kind: key.kind }, { status: 202 })
  },
}
const look: Operation = {
  ...{ id: 'look', method: 'GET', path: '/v1/looked', summary: 'Look', counts: 'requests' },
  answers: { 200: { description: 'Seen.' } },
  handle: async () => Response.json({}),
}

let house: House
let app: Hono<HttpEnv>
let key: string
beforeAll(async () => {
  house = await openHouse()
  app = new Hono<HttpEnv>()
  const { services, now } = house
  const deps = { services, metrics: createMetrics(), logger: logBook().logger, now, publicUrl: 'http://127.0.0.1:3000' }
  mountV1(app, { ...deps, readiness: {} }, createTenantGate({ now }), [take, look])
  key = (await makeKey(house, { origins: [site, 'http://localhost:5173'] })).key
})
afterAll(() => house.close())

interface Sent {
  origin?: string | undefined
  key?: string
  inAddress?: string
  body?: string
  method?: string
  path?: string
}
const send = ({ origin, key: bearer, inAddress, body = '1', method = 'POST', path = '/v1/taken' }: Sent) =>
  app.request(`${path}${inAddress === undefined ? '' : `?key=${inAddress}`}`, {
    method,
    ...(method === 'POST' && { body }),
    headers: {
      ...(origin !== undefined && { origin }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      'content-type': 'text/plain',
    },
  })
const allowed = (response: Response) => response.headers.get('access-control-allow-origin')
const detail = async (response: Response) => ((await response.json()) as { detail: string }).detail

describe('a browser key', () => {
  test('works from each of its pages, in the header or in the address, and the page may read the answer', async () => {
    for (const origin of [site, 'http://localhost:5173'])
      for (const sent of [{ key }, { inAddress: key }]) {
        const response = await send({ origin, ...sent })
        expect(response.status).toBe(202)
        expect(allowed(response)).toBe(origin)
        expect(response.headers.get('vary')).toBe('Origin')
        expect(response.headers.get('access-control-allow-credentials')).toBeNull()
        expect(response.headers.get('access-control-expose-headers')).toContain('retry-after')
        expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
      }
  })

  test.each([
    ['another site', 'https://evil.example'],
    ['its own host over plain http', 'http://www.example.org'],
    ['its own host on another port', 'https://www.example.org:8443'],
    ['a host that ends like it', 'https://not-www.example.org'],
    ['a host that begins like it', 'https://www.example.org.evil.example'],
    ['a page of nowhere', 'null'],
    ['nowhere that is said', undefined],
  ])('does not work from %s', async (_where, origin) => {
    const response = await send({ origin, key })
    expect(response.status).toBe(403)
    expect(await detail(response)).toContain('came from elsewhere')
    expect(allowed(response)).toBeNull()
  })

  test('opens nothing else, from its own pages neither, and in no other address', async () => {
    const look = { origin: site, method: 'GET', path: '/v1/looked' }
    const response = await send({ ...look, key })
    expect(response.status).toBe(403)
    expect(await detail(response)).toBe('A browser key sends events and does nothing else.')
    expect((await send({ ...look, inAddress: key })).status).toBe(400)
  })

  test('that was revoked is refused in words that its page can read', async () => {
    const revoked = await makeKey(house, { origins: ['https://old.example.org'] })
    await house.t.superuser`update api_key set revoked_at = now() where key_id = ${revoked.keyId}`
    const response = await send({ origin: 'https://old.example.org', key: revoked.key })
    expect(response.status).toBe(401)
    expect(allowed(response)).toBe('https://old.example.org')
  })

  test('over its client’s rate is told when to come again, and may read it', async () => {
    for (let i = 0; i < 3; i += 1) await send({ origin: site, key, body: '1000' })
    const late = await send({ origin: site, key, body: '1000' })
    expect(late.status).toBe(429)
    expect(allowed(late)).toBe(site)
    expect(late.headers.get('retry-after')).toBe('1')
    expect(late.headers.get('ratelimit-policy')).toBe('"events";q=2000;w=1')
  })
})

describe('a server key', () => {
  test('is never taken from an address', async () => {
    const server = (await makeKey(house)).key
    const response = await send({ inAddress: server })
    expect(response.status).toBe(400)
    expect(await detail(response)).toContain('replace it')
  })

  test('that somebody put into a page gives that page nothing to read', async () => {
    const server = (await makeKey(house, { scopes: ['ingest'] })).key
    expect(allowed(await send({ origin: site, key: server, body: '0' }))).toBeNull()
  })
})

describe('a preflight', () => {
  const ask = (origin: string, path = '/v1/taken') => send({ origin, method: 'OPTIONS', path })

  test('is answered for pages that a key was made for', async () => {
    const response = await ask(site)
    expect(response.status).toBe(204)
    expect(allowed(response)).toBe(site)
    expect(response.headers.get('access-control-allow-methods')).toBe('POST')
    expect(response.headers.get('access-control-allow-headers')).toContain('authorization')
  })

  test('is refused for any other, and for any other operation', async () => {
    for (const response of [await ask('https://evil.example'), await ask(site, '/v1/looked')]) {
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect(allowed(response)).toBeNull()
    }
  })
})
