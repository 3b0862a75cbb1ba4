import { cast } from '@throughline/db/testing'
import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHouse, type House } from './house/open-house.ts'
import { caller, makeKey, type Call } from './v1/callers.ts'

let house: House
let call: Call
beforeAll(async () => {
  house = await openHouse()
  call = caller(house, (await makeKey(house, { scopes: ['ingest'] })).key)
})
afterAll(() => house.close())

const opened = (more: object = {}) => ({
  event_id: randomUUID(),
  event_type: 'user_engaged',
  timestamp: house.now().toISOString(),
  anonymous_id: 'visitor',
  source: 'web',
  properties: { engagement_type: 'page_view' },
  ...more,
})
const post = async (body: string | Uint8Array, headers: Record<string, string> = {}) => {
  const answer = await call('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : Buffer.from(body),
  })
  return { ...answer, data: answer.data as Record<string, unknown> & { results: Record<string, unknown>[] } }
}
const stored = async () =>
  Number((await house.t.superuser<{ n: string }[]>`select count(*) as n from event`)[0]?.n ?? 0)

describe('POST /v1/events', () => {
  test('takes one event, a list, a batch and lines, plain or zipped', async () => {
    const bodies: [string | Uint8Array, Record<string, string>][] = [
      [JSON.stringify(opened()), {}],
      [JSON.stringify([opened()]), {}],
      [JSON.stringify({ sent_at: house.now().toISOString(), events: [opened()] }), {}],
      [JSON.stringify({ events: [opened()] }), { 'content-type': 'text/plain;charset=UTF-8' }],
      [`${JSON.stringify(opened())}\n\n${JSON.stringify(opened())}\n`, { 'content-type': 'application/x-ndjson' }],
      [gzipSync(JSON.stringify(opened())), { 'content-encoding': 'gzip' }],
    ]
    const before = await stored()
    for (const [body, headers] of bodies)
      expect(await post(body, headers)).toMatchObject({ status: 200, data: { rejected: 0 } })
    expect((await stored()) - before).toBe(7)
  })

  test('says of each event what became of it', async () => {
    const [good, again] = [opened(), opened()]
    await post(JSON.stringify(again))
    const answer = await post(JSON.stringify([good, again, opened({ source: 'fax' }), 7]))
    expect(answer.status).toBe(207)
    expect(answer.data).toMatchObject({
      accepted: 1,
      duplicates: 1,
      rejected: 2,
      results: [
        { index: 0, event_id: good.event_id, status: 'accepted' },
        { index: 1, event_id: again.event_id, status: 'duplicate' },
        { index: 2, status: 'rejected', code: 'unknown_source', field: 'source' },
        { index: 3, status: 'rejected', code: 'malformed', field: null },
      ],
    })
    expect((await post(JSON.stringify(opened({ event_id: 'x' })))).status).toBe(422)
  })

  test('answers what cannot be read precisely, and nothing of it is written', async () => {
    const before = await stored()
    const zipped = gzipSync(JSON.stringify(opened()))
    const deep = '['.repeat(200_000) + ']'.repeat(200_000)
    const cases: [number, string | Uint8Array, Record<string, string>?][] = [
      [400, ''],
      [400, '{"event_id":'],
      [400, '[]'],
      [400, Uint8Array.of(0xff, 0xfe)],
      [400, zipped.subarray(0, -9), { 'content-encoding': 'gzip' }],
      [400, JSON.stringify(opened()), { 'content-encoding': 'gzip' }],
      [413, gzipSync(Buffer.alloc(11 * 1024 * 1024, 32)), { 'content-encoding': 'gzip' }],
      [413, Buffer.alloc(5 * 1024 * 1024 + 1, 32)],
      [413, JSON.stringify(Array.from({ length: 1001 }, () => 1))],
      [415, '<event/>', { 'content-type': 'application/xml' }],
      [415, JSON.stringify(opened()), { 'content-encoding': 'br' }],
      [422, deep],
      [422, JSON.stringify(opened()).replace('"page_view"', `"page_view","deep":${deep}`)],
      [422, JSON.stringify(opened({ user_id: 'a\0b', properties: { engagement_type: 'search', search_query: '\0' } }))],
      [422, JSON.stringify(opened()).replace('"page_view"', '"page_view","n":1e999')],
      [422, JSON.stringify(opened({ tenant_id: cast.rivers }))],
    ]
    for (const [status, body, headers] of cases) {
      const answer = await post(body, headers)
      expect([status, answer.status]).toEqual([status, status])
      if (status !== 422) expect(answer.data).toMatchObject({ status })
    }
    expect(await stored()).toBe(before)
  })

  test('is there for everybody who asks once it is answered: as a row, counted, and among its person’s', async () => {
    const there = async () => {
      const [row] = await house.t.superuser<{ n: number; counted: number; packed: number }[]>`
        select (select count(*)::int from event) as n, (select sum(n)::int from event_volume) as counted,
          (select sum(n)::int from activity_strip) as packed`
      return row ?? { n: 0, counted: 0, packed: 0 }
    }
    for (let i = 1; i <= 3; i++) {
      const before = await there()
      expect((await post(JSON.stringify([opened(), opened()]))).status).toBe(200)
      const after = await there()
      expect([after.n - before.n, after.counted - before.counted, after.packed - before.packed]).toEqual([2, 2, 2])
    }
  })

  test('refuses over the limit with the time to come again, and other clients go on', async () => {
    const many = JSON.stringify(Array.from({ length: 1000 }, () => 1))
    const statuses = []
    for (let i = 0; i < 6; i++) statuses.push(await post(many))
    const refused = statuses.find(({ status }) => status === 429)
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    const other = caller(house, (await makeKey(house, { tenantId: cast.rivers, scopes: ['ingest'] })).key)
    const sent = await other('/v1/events', { method: 'POST', body: JSON.stringify(opened()) })
    expect(sent.status).toBe(200)
    const [row] = await house.t.superuser`select count(*)::int as n from event where tenant_id = ${cast.rivers}`
    expect(row).toEqual({ n: 1 })
  })
})
