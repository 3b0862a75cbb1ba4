import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../src/v1/operations.ts'
import { openHouse, type House } from './house/open-house.ts'
import { caller, makeKey } from './v1/callers.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

describe('the face of /v1', () => {
  test('describes every operation, made from the schemas that it answers with', async () => {
    const answer = await caller(house)('/v1/openapi.json')
    expect(answer.status).toBe(200)
    const { openapi, paths, components } = answer.data as {
      openapi: string
      paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>
      components: { schemas: Record<string, unknown> }
    }
    expect(openapi).toBe('3.1.0')
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(described.sort()).toEqual(operations.map(({ method, path }) => `${method} ${path}`).sort())
    expect(paths['/v1/key']?.['get']).toMatchObject({
      operationId: 'readKey',
      responses: {
        200: { content: { 'application/json': { schema: { properties: { limits: { type: 'object' } } } } } },
      },
    })
    for (const methods of Object.values(paths))
      for (const { responses } of Object.values(methods))
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '429']))
    expect(Object.keys(components.schemas)).toContain('Problem')
  })

  test('tells a key what it is', async () => {
    const { key, keyId } = await makeKey(house, { scopes: ['events:read'], expiresAt: '2027-01-01T00:00:00.000Z' })
    const call = caller(house, key)
    await call('/v1/key')
    await house.settle()
    const { data } = await call('/v1/key')
    expect(data).toEqual({
      ...{ keyId, name: 'Tried', kind: 'server', scopes: ['events:read'], tenant: 'Harbor Table Food Bank' },
      createdAt: house.now().toISOString(),
      ...{ expiresAt: '2027-01-01T00:00:00.000Z', lastUsedAt: house.now().toISOString() },
      limits: { requestsPerMinute: 100, eventsPerSecond: 2_000, eventsBurst: 4_000 },
    })
  })

  test('says what is wrong with a key, and no more than that', async () => {
    const { key } = await makeKey(house)
    const ask = (init: RequestInit, path = '/v1/key') => caller(house)(path, init)
    const said = async (answer: ReturnType<typeof ask>) => {
      const { status, data, headers } = await answer
      return { status, detail: (data as { detail: string }).detail, asks: headers.get('www-authenticate') }
    }
    const asks = 'Bearer realm="throughline"'
    expect(await said(ask({}))).toEqual({ status: 401, detail: 'This needs a key: Authorization: Bearer tl_…', asks })
    expect(await said(ask({ headers: { authorization: `Basic ${key}` } }))).toMatchObject({ status: 401, asks })
    expect(await said(ask({ headers: { authorization: `Bearer ${key}0` } }))).toEqual({
      ...{ status: 401, asks },
      detail: 'This is not a whole key of ours: check that all of it was copied.',
    })
    const inAddress = await said(ask({}, `/v1/key?key=${key}`))
    expect(inAddress).toMatchObject({ status: 400, asks: null })
    expect(inAddress.detail).toContain('replace it')
    expect(house.log()).not.toContain(key.slice(4, 30))
    const twice = ask({ headers: { authorization: `Bearer ${key}` } }, `/v1/key?key=${key}`)
    expect(await said(twice)).toMatchObject({ status: 400 })
    expect(await said(ask({ headers: { authorization: `bearer  ${key}` } }))).toMatchObject({ status: 200 })
  })

  test('knows its methods and its places', async () => {
    const call = caller(house, (await makeKey(house)).key)
    const wrong = await call('/v1/key', { method: 'PUT' })
    expect(wrong.status).toBe(405)
    expect(wrong.headers.get('allow')).toBe('GET')
    expect((await call('/v1/nothing')).status).toBe(404)
    expect((await call('/v1/keys/not-an-id', { method: 'DELETE' })).status).toBe(403)
  })

  test('lets a program revoke its own key, and knows it at once', async () => {
    const { key, keyId } = await makeKey(house, { scopes: ['keys:admin'] })
    const call = caller(house, key)
    const { data } = await call('/v1/keys')
    expect((data as { keys: { keyId: string }[] }).keys.map((each) => each.keyId)).toContain(keyId)
    expect((await call('/v1/keys/0', { method: 'DELETE' })).status).toBe(404)
    expect((await call(`/v1/keys/${keyId}`, { method: 'DELETE' })).status).toBe(204)
    expect((await call('/v1/key')).status).toBe(401)
    const [told] = await house.t.superuser`
      select action, actor from audit where tenant_id = ${cast.harbor} and subject = ${keyId} order by seq desc limit 1`
    expect(told).toEqual({ action: 'key.revoked', actor: `key:${keyId}` })
  })

  test('over the limit says so, and when to come again; a hundred a minute exactly, for 64 at once', async () => {
    const { key } = await makeKey(house)
    const call = caller(house, key)
    const statuses: number[] = []
    await Promise.all(
      Array.from({ length: 64 }, async () => {
        for (let i = 0; i < 3; i += 1) statuses.push((await call('/v1/key')).status)
      }),
    )
    expect(statuses.filter((status) => status === 200)).toHaveLength(100)
    expect(statuses.filter((status) => status === 429)).toHaveLength(92)
    const late = await call('/v1/key')
    expect(late).toMatchObject({
      status: 429,
      data: { title: 'Too many requests', detail: 'At most 100 requests a minute.' },
    })
    expect(late.headers.get('retry-after')).toBe('60')
    expect(late.headers.get('ratelimit')).toBe('"requests";r=0;t=60')
    expect(late.headers.get('ratelimit-policy')).toBe('"requests";q=100;w=60')
    expect((await caller(house, (await makeKey(house)).key)('/v1/key')).status).toBe(200)
  })
})
