import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, readdir, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { apiKey, oauth2 } from './auth.ts'
import { connect } from './connect.ts'
import { defineConnector } from './define-connector.ts'
import { AskCustomer, LinkExpired, ProviderChanged, Refused, RetryLater } from './errors.ts'
import { HttpStates } from './http-state.ts'
import { fakeClock } from './testing/clock.ts'
import { faulty } from './testing/faults.ts'

const Secrets = z.object({ token: z.string().min(1) })
const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })))

type Answer = (request: Request) => Response | Promise<Response>

/** A client of a provider that answers as the test says; every request is kept. */
function client(
  answer: Answer,
  options: { limit?: number; refreshes?: boolean | (() => Promise<never>); states?: HttpStates } = {},
) {
  const clock = fakeClock('2026-11-15T17:00:00.000Z')
  const sent: Request[] = []
  const saved: unknown[] = []
  const auth = options.refreshes
    ? oauth2({
        secrets: Secrets,
        accessToken: ({ token }) => token,
        refresh: async ({ secrets }) =>
          typeof options.refreshes === 'function' ? options.refreshes() : { token: `${secrets.token}+` },
        ...(typeof options.refreshes === 'function' ? { renewAt: () => new Date(0) } : {}),
      })
    : apiKey({ secrets: Secrets, key: ({ token }) => token })
  const connector = defineConnector({
    id: 'acme',
    name: 'Acme',
    config: z.object({}),
    auth,
    http: {
      baseUrl: () => 'https://acme.example/v1',
      limits: { all: { requests: options.limit ?? 1_000, per: 'minute' } },
    },
    check: async () => {},
    streams: () => ({}),
  })
  const spoolDir = mkdtempSync(path.join(tmpdir(), 'client-'))
  folders.push(spoolDir)
  const { http } = connect({
    connector,
    connection: { id: 'c1', config: {}, secrets: { token: 'tok3n-secret' } },
    states: options.states ?? new HttpStates(),
    signal: new AbortController().signal,
    renewAlone: async (used, renew) => {
      const fresh = await renew(used)
      saved.push(fresh)
      return fresh
    },
    around: {
      fetch: async (request) => {
        sent.push(request)
        return answer(request)
      },
      now: clock.now,
      random: () => 0.5,
      sleep: clock.sleep,
      spoolDir,
    },
  })
  return { http, clock, sent, saved, spoolDir }
}

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
const ok = () => Response.json({ fine: true })

describe('the client', () => {
  test('puts credentials on and reads an answer of the right shape', async () => {
    const { http, sent } = client(ok)
    const answer = await http.get('/things', { query: { page: '2' } })
    expect(answer.json(z.object({ fine: z.boolean() }))).toEqual({ fine: true })
    expect(sent[0]?.url).toBe('https://acme.example/v1/things?page=2')
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer tok3n-secret')
  })

  test('tells us of another shape by path, never by value', async () => {
    const { http } = client(() => Response.json({ fine: 'private words' }))
    const answer = await http.get('/things')
    const error = await caught(Promise.resolve().then(() => answer.json(z.object({ fine: z.boolean() }))))
    expect(error).toBeInstanceOf(ProviderChanged)
    expect(String(error)).toContain('fine')
    expect(String(error)).not.toContain('private words')
  })

  test('keeps to its limit in a sliding window and says when there is room', async () => {
    const { http, clock, sent } = client(ok, { limit: 3 })
    for (let each = 0; each < 3; each += 1) {
      await http.get('/x', { bucket: 'all' })
      clock.advance(10_000)
    }
    const error = await caught(http.get('/x', { bucket: 'all' }))
    expect(error).toBeInstanceOf(RetryLater)
    expect((error as RetryLater).at.getTime() - clock.now().getTime()).toBe(30_000)
    clock.advance(30_000)
    await http.get('/x', { bucket: 'all' })
    expect(sent).toHaveLength(4)
  })

  test('shares its limit with every client of the same connection', async () => {
    const states = new HttpStates()
    const first = client(ok, { limit: 1, states })
    const second = client(ok, { limit: 1, states })
    await first.http.get('/x', { bucket: 'all' })
    expect(await caught(second.http.get('/x', { bucket: 'all' }))).toBeInstanceOf(RetryLater)
  })

  test('tries once more after a short, jittered wait, then comes back later and later', async () => {
    const { http, clock, sent } = client(() => new Response('', { status: 503 }))
    const waits: number[] = []
    for (let round = 0; round < 2; round += 1) {
      const error = await caught(http.get('/x'))
      expect(error).toBeInstanceOf(RetryLater)
      waits.push((error as RetryLater).at.getTime() - clock.now().getTime())
      clock.advance(waits.at(-1) ?? 0)
    }
    expect(sent).toHaveLength(4)
    expect(clock.slept).toEqual([375, 375])
    expect(waits).toEqual([7_500, 30_000])
  })

  test('leaves a provider alone that keeps failing, then lets one request find out', async () => {
    let healthy = false
    const { http, clock, sent } = client(() => (healthy ? ok() : new Response('', { status: 500 })))
    for (let round = 0; round < 3; round += 1) await caught(http.get('/x'))
    expect(sent).toHaveLength(6)
    const error = await caught(http.get('/x'))
    expect(error).toBeInstanceOf(RetryLater)
    expect(sent).toHaveLength(6)
    clock.advance((error as RetryLater).at.getTime() - clock.now().getTime())
    healthy = true
    await http.get('/x')
    await http.get('/x')
    expect(sent).toHaveLength(8)
  })

  test('gives up on a request that gets no answer in its time, and comes back later', async () => {
    const { http, sent } = client((request) => faulty({ type: 'timeout' }, request, async () => ok()))
    expect(await caught(http.get('/x', { timeoutMs: 1 }))).toBeInstanceOf(RetryLater)
    expect(sent).toHaveLength(2)
  })

  test('reads Retry-After as a date too', async () => {
    const { http, clock } = client(
      () => new Response('', { status: 429, headers: { 'retry-after': 'Sun, 15 Nov 2026 17:02:00 GMT' } }),
    )
    const error = await caught(http.get('/x', { bucket: 'all' }))
    expect((error as RetryLater).at.getTime() - clock.now().getTime()).toBe(120_000)
  })

  test('refreshes once for all requests that were refused at the same time, saves, and goes on', async () => {
    const { http, saved, sent } = client(
      ({ headers }) => (headers.get('authorization')?.endsWith('+') ? ok() : new Response('', { status: 401 })),
      { refreshes: true },
    )
    await Promise.all([http.get('/a'), http.get('/b'), http.get('/c')])
    expect(saved).toEqual([{ token: 'tok3n-secret+' }])
    await http.get('/d')
    expect(sent).toHaveLength(7)
  })

  test('does not refresh again for a request that was on its way while another one did', async () => {
    const slow = Promise.withResolvers<void>()
    const { http, saved } = client(
      async ({ url, headers }) => {
        const fresh = headers.get('authorization')?.endsWith('+')
        if (url.endsWith('/slow') && !fresh) await slow.promise
        return fresh ? ok() : new Response('', { status: 401 })
      },
      { refreshes: true },
    )
    const late = http.get('/slow')
    await http.get('/quick')
    slow.resolve()
    expect((await late).status).toBe(200)
    expect(saved).toHaveLength(1)
  })

  test('asks the customer where a refreshed token is refused too', async () => {
    const { http, saved } = client(() => new Response('', { status: 401 }), { refreshes: true })
    expect(await caught(http.get('/a'))).toBeInstanceOf(AskCustomer)
    expect(saved).toHaveLength(1)
  })

  test('leaves a provider alone that gives no new credentials, and asks nothing with the old ones', async () => {
    let asked = 0
    const refreshes = () => {
      asked += 1
      return Promise.reject(new RetryLater('down', { at: new Date('2026-11-15T17:00:30Z') }))
    }
    const { http, sent } = client(ok, { refreshes })
    for (let time = 0; time < 9; time += 1) expect(await caught(http.get('/a'))).toBeInstanceOf(RetryLater)
    expect(asked).toBe(6)
    expect(sent).toHaveLength(0)
  })

  test('hands back a status that the connector expects and throws on another', async () => {
    const { http } = client(() => new Response('no tok3n-secret here', { status: 404 }))
    expect((await http.get('/x', { accept: [404] })).status).toBe(404)
    const error = await caught(http.get('/x'))
    expect(error).toBeInstanceOf(Refused)
    expect(String(error)).toContain('no [secret] here')
  })

  test('never takes its credentials to another host', async () => {
    const elsewhere = client(() => new Response('', { status: 302, headers: { location: 'https://evil.example/' } }))
    expect(await caught(elsewhere.http.get('/x'))).toBeInstanceOf(ProviderChanged)
    expect(elsewhere.sent).toHaveLength(1)
    expect(await caught(elsewhere.http.get('https://evil.example/x'))).toBeInstanceOf(ProviderChanged)
    const home = client(({ url }) =>
      url.endsWith('/old') ? new Response('', { status: 301, headers: { location: '/v1/new' } }) : ok(),
    )
    expect((await home.http.get('/old')).status).toBe(200)
  })
})

describe('a download', () => {
  const csv = 'a,b\n1,2\n'
  const whole = () => new Response(csv, { headers: { 'content-length': String(csv.length) } })

  test('is kept whole in a file of its own, found again by name, and gone when discarded', async () => {
    const { http, sent, spoolDir } = client(whole)
    const spool = await http.download('https://store.example/file?signed=1', { name: 'r1' })
    expect(await readFile(spool.path, 'utf8')).toBe(csv)
    expect((await http.spooled('r1'))?.bytes).toBe(csv.length)
    expect(await http.spooled('r2')).toBeUndefined()
    expect(sent[0]?.headers.has('authorization')).toBe(false)
    await spool.discard()
    await spool.discard()
    expect(await readdir(spoolDir)).toEqual([])
  })

  test('that nobody came back for is gone a day later', async () => {
    const { http, spoolDir } = client(whole)
    const old = await http.download('https://store.example/f', { name: 'old' })
    const dayBefore = new Date(Date.now() - 25 * 3_600_000)
    await utimes(old.path, dayBefore, dayBefore)
    await http.download('https://store.example/f', { name: 'new' })
    expect(await readdir(spoolDir)).toHaveLength(1)
    expect(await http.spooled('new')).toBeDefined()
  })

  test('shorter than announced leaves nothing behind', async () => {
    const { http, spoolDir } = client(() => new Response('a,b', { headers: { 'content-length': '8' } }))
    expect(await caught(http.download('https://store.example/f', { name: 'r1' }))).toBeInstanceOf(RetryLater)
    expect(await readdir(spoolDir)).toEqual([])
  })

  test('whose link has run out says so, without naming the link', async () => {
    const { http } = client(() => new Response('', { status: 403 }))
    const error = await caught(http.download('https://store.example/f?signed=1', { name: 'r1' }))
    expect(error).toBeInstanceOf(LinkExpired)
    expect(String(error)).not.toContain('signed')
  })
})
