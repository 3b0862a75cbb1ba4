import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApi, createMetrics } from '../src/index.ts'
import { answerOf, browser, origin } from './house/browser.ts'
import { logBook } from './house/log-book.ts'
import { openHouse, type House } from './house/open-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const get = async (path: string, init?: RequestInit) => answerOf(await house.nobody().fetch(path, init))

test('health says that the process is up, readiness that everything it needs works', async () => {
  expect(await get('/healthz')).toMatchObject({ status: 200, data: { status: 'ok' } })
  expect(await get('/readyz')).toMatchObject({ status: 200, data: { status: 'ready' } })
})

test('readiness names the part that fails, and not why', async () => {
  const book = logBook()
  const api = createApi({
    services: house.services,
    metrics: createMetrics(),
    logger: book.logger,
    now: house.now,
    publicUrl: origin,
    readiness: { database: () => Promise.reject(new Error('password authentication failed for user "x"')) },
  })
  const answer = await answerOf(await browser(api).fetch('/readyz'))
  expect(answer).toMatchObject({ status: 503, data: { title: 'Not ready', detail: 'Not working: database' } })
  expect(book.text()).not.toContain('password')
  await api.close()
})

test('Prometheus reads how the process and its routes do, with no word of any client', async () => {
  await (await house.as('sam')).query('session.whoAmI')
  const { text, headers } = await get('/metrics')
  expect(headers.get('content-type')).toContain('text/plain')
  expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
  expect(text).toMatch(
    /throughline_http_request_duration_seconds_count\{method="query",route="trpc\/session\.whoAmI",status="200"\} \d/,
  )
  expect(text).toContain('throughline_webhooks_total')
  expect(text).toContain('throughline_queue_jobs')
  expect(text).not.toMatch(/harbor|rivers|prairie/i)
})

test('where a token is set, metrics are for whoever has it', async () => {
  const { logger } = logBook()
  const { services, now } = house
  const deps = { services, metrics: createMetrics(), logger, now, publicUrl: origin, readiness: {} }
  const api = createApi({ ...deps, metricsToken: 'scrape-me' })
  const ask = (authorization?: string) =>
    browser(api).fetch('/metrics', { headers: authorization === undefined ? {} : { authorization } })
  expect((await ask()).status).toBe(401)
  expect((await ask('Bearer scrape')).status).toBe(401)
  expect((await ask('Bearer scrape-me')).status).toBe(200)
  await api.close()
})

test('an unknown path is a problem in the standard form, and its words are not repeated', async () => {
  const answer = await get('/nothing/ada@example.org')
  expect(answer.status).toBe(404)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.data).toEqual({ type: 'about:blank', title: 'Not found', status: 404 })
})

test('a procedure that does not exist says nothing of its name', async () => {
  const answer = await get('/trpc/ada@example.org')
  expect(answer.status).toBe(404)
  expect(answer.text).not.toContain('ada@')
})

test('a request keeps the id that a proxy gave it, unless that is no id', async () => {
  const id = async (given: string) =>
    (await get('/healthz', { headers: { 'x-request-id': given } })).headers.get('x-request-id')
  expect(await id('0f4be6a2-7d1c-4c39')).toBe('0f4be6a2-7d1c-4c39')
  expect(await id('ada@example.org')).toMatch(/^[\da-f-]{36}$/)
})

test('a call over a mebibyte is refused before it is read as anything', async () => {
  const answer = await get('/trpc/session.forgot', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'x'.repeat(1024 * 1024) }),
  })
  expect(answer).toMatchObject({ status: 413, data: { title: 'Too large' } })
})

test('several calls in one request each get their own answer', async () => {
  const sam = await house.as('sam')
  const input = encodeURIComponent(JSON.stringify({ 0: { tenant: 'harbor-table' }, 1: { tenant: 'prairie-voters' } }))
  const answer = await answerOf(await sam.fetch(`/trpc/settings.read,settings.read?batch=1&input=${input}`))
  expect(answer.status).toBe(207)
  expect(JSON.parse(answer.text)).toMatchObject([
    { result: { data: { name: 'Harbor Table Food Bank' } } },
    { error: { data: { code: 'NOT_FOUND' } } },
  ])
})

test('the log says what was asked and how it went, by route, with the id that the answer carries', async () => {
  const { headers } = await (await house.as('sam')).query('settings.read', { tenant: 'harbor-table' })
  const line = house
    .log()
    .split('\n')
    .find((each) => each.includes(headers.get('x-request-id') ?? '?'))
  expect(JSON.parse(line ?? '{}')).toMatchObject({ method: 'GET', route: 'trpc/settings.read', status: 200 })
})

test('over https the cookie never leaves it, browsers are told to stay, and nobody reads others’ mail', async () => {
  const publicUrl = 'https://app.example.org'
  const { services, now } = house
  const deps = { services, metrics: createMetrics(), logger: logBook().logger, now, readiness: {} }
  const api = createApi({ ...deps, publicUrl })
  const visitor = browser(api, undefined, { origin: publicUrl })
  const signedIn = await visitor.fetch('/trpc/session.signIn', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'sam@example.org', password: cast.password }),
  })
  expect(signedIn.headers.getSetCookie()[0]).toContain('; Secure')
  expect(signedIn.headers.get('strict-transport-security')).toContain('max-age=')
  expect((await visitor.query('session.whoAmI')).status).toBe(200)
  expect((await visitor.query('dev.outbox')).status).toBe(404)
  await api.close()
})
