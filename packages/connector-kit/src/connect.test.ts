import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { oauth2 } from './auth.ts'
import { connect } from './connect.ts'
import { defineConnector } from './define-connector.ts'
import { AskCustomer, RetryLater } from './errors.ts'
import { HttpStates } from './http-state.ts'
import { fakeClock } from './testing/clock.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })))

const Secrets = z.object({ token: z.string().min(1), pasted: z.boolean().default(false) })

function house(answer: (request: Request) => Response, config: { share: number } = { share: 1 }) {
  const clock = fakeClock('2026-11-15T17:00:00.000Z')
  const spoolDir = mkdtempSync(path.join(tmpdir(), 'connect-'))
  folders.push(spoolDir)
  let renewed = 0
  const connector = defineConnector({
    id: 'acme',
    name: 'Acme',
    config: z.object({ share: z.number() }),
    app: z.object({ clientId: z.string() }),
    auth: {
      ...oauth2<z.infer<typeof Secrets>, { clientId: string }>({
        secrets: Secrets,
        accessToken: ({ token }) => token,
        refresh: async ({ secrets }) => {
          renewed += 1
          return { ...secrets, token: `${secrets.token}+` }
        },
      }),
      needsApp: ({ pasted }) => !pasted,
    },
    http: {
      baseUrl: () => 'https://acme.example',
      limits: { all: { requests: 1_000, per: 'minute' } },
      classify: (response, text) =>
        text === 'never' ? { verdict: 'ask', renew: false, say: 'Ask your admin.' } : undefined,
      usage: (response, { share }) => [
        { name: 'calls', used: Number(response.headers.get('used')) / share, bucket: 'all', restMs: 60_000 },
      ],
    },
    check: async () => {},
    streams: () => ({}),
  })
  const open = (secrets: unknown, app?: unknown) =>
    connect({
      connector,
      connection: { id: 'c1', config, secrets },
      app,
      states: new HttpStates(),
      signal: new AbortController().signal,
      around: {
        fetch: async (request) => answer(request),
        now: clock.now,
        random: () => 0.5,
        sleep: clock.sleep,
        spoolDir,
      },
    })
  return { open, renewals: () => renewed }
}

describe('a connector with an app', () => {
  test('asks for the app to be registered, except for secrets that need none', () => {
    const { open } = house(() => Response.json({}))
    expect(() => open({ token: 'tok3n' })).toThrow(AskCustomer)
    expect(open({ token: 'tok3n' }, { clientId: 'x' }).config).toEqual({ share: 1 })
    expect(open({ token: 'tok3n', pasted: true }).config).toEqual({ share: 1 })
  })
})

describe('what an answer means', () => {
  const app = { clientId: 'x' }

  test('a refusal that new credentials would not mend fetches none', async () => {
    const refused = house(() => new Response('never', { status: 401 }))
    await expect(refused.open({ token: 'tok3n' }, app).http.get('/a')).rejects.toThrow(AskCustomer)
    expect(refused.renewals()).toBe(0)
    const other = house(() => new Response('{}', { status: 401 }))
    await expect(other.open({ token: 'tok3n' }, app).http.get('/a')).rejects.toThrow(AskCustomer)
    expect(other.renewals()).toBe(1)
  })

  test('a limit is obeyed at the share that the tenant set', async () => {
    const answer = () => Response.json({}, { headers: { used: '0.3' } })
    const whole = house(answer).open({ token: 'tok3n' }, app)
    await whole.http.get('/a', { bucket: 'all' })
    await whole.http.get('/a', { bucket: 'all' })
    const third = house(answer, { share: 0.3 }).open({ token: 'tok3n' }, app)
    await third.http.get('/a', { bucket: 'all' })
    await expect(third.http.get('/a', { bucket: 'all' })).rejects.toThrow(RetryLater)
  })

  test('a body shorter than announced is no answer', async () => {
    const answers = [new Response('{"a":', { headers: { 'content-length': '8' } }), Response.json({ a: 1 })]
    const { open } = house(() => answers.shift() ?? Response.json({}))
    expect((await open({ token: 'tok3n' }, app).http.get('/a')).text).toBe('{"a":1}')
  })
})
