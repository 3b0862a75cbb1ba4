import { Invalid } from '@throughline/canonical'
import * as kit from '@throughline/connector-kit'
import { cast } from '@throughline/db/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { olive, type SourceFixture } from '../ingest/testing/source-fixture.ts'
import { runStream } from './run-stream.ts'
import { actorOf, ledgerlyFixture } from './testing/connected.ts'

type Outside = Awaited<ReturnType<typeof ledgerlyFixture>>
let f: SourceFixture
let provider: Outside['provider']
let begin: Outside['begin']
let connect: Outside['connect']
let gift: Outside['gift']
beforeEach(async () => {
  ;({ f, provider, begin, connect, gift } = await ledgerlyFixture())
})
afterEach(() => f.drop())

const grossOf = async (tenantId: string) =>
  Object.values(await f.sums(tenantId)).reduce((sum, day) => sum + (day.gross ?? 0), 0)
const post = (request: kit.RawRequest) => f.receiver.receive({ connector: 'ledgerly', kind: 'events', request })

describe('signing in at a provider', () => {
  test('a connection waits for it, then reads its history by itself', async () => {
    provider.rows.push(gift('7', 'a', 2500))
    const { connectionId, state } = await begin(cast.harbor)
    const read = () => f.connections.read(olive, cast.harbor, connectionId)
    expect(await read()).toMatchObject({ state: 'needs_customer', say: 'Sign in at Ledgerly to finish.' })
    expect(state.startsWith('harbor-table~')).toBe(true)
    await f.connections.finishSignIn(olive, cast.harbor, { state, code: provider.code(['7']) })
    await f.run()
    expect(await read()).toMatchObject({ state: 'active', say: null, rows: 1 })
    expect(await grossOf(cast.harbor)).toBe(2500)
  })

  test('works once, in time, for whoever began it, in that client alone', async () => {
    const { state } = await begin(cast.harbor)
    const finish = (tenantId: string, given = state) =>
      f.connections.finishSignIn(actorOf(tenantId), tenantId, { state: given, code: provider.code(['7']) })
    await expect(finish(cast.prairie)).rejects.toThrow(Invalid)
    await expect(finish(cast.harbor, `${state}x`)).rejects.toThrow(Invalid)
    await finish(cast.harbor)
    await expect(finish(cast.harbor)).rejects.toThrow(Invalid)
    const late = await begin(cast.rivers)
    f.clock.advance(11 * 60_000)
    await expect(finish(cast.rivers, late.state)).rejects.toThrow(Invalid)
  })

  test('a code that the provider refuses leaves the connection waiting', async () => {
    const { connectionId, state } = await begin(cast.harbor)
    await expect(f.connections.finishSignIn(olive, cast.harbor, { state, code: 'wrong' })).rejects.toThrow('sign in')
    expect((await f.connections.read(olive, cast.harbor, connectionId)).state).toBe('needs_customer')
  })
})

describe('an expired token', () => {
  test('is renewed once by two processes that read at the same time, and both go on', async () => {
    const connectionId = await connect(cast.harbor, ['7'])
    provider.expire()
    provider.rows.push(gift('7', 'b', 500))
    const nudge = { tenantId: cast.harbor, kind: 'run-stream' as const, ref: `${connectionId}/gifts`, attempt: 0 }
    const slice = { until: new Date(f.clock.now().getTime() + 1_000), signal: new AbortController().signal }
    const processes = [1, 2].map(() => runStream({ ...f.deps, states: new kit.HttpStates() }))
    const ends = await Promise.all(processes.map((process) => process(nudge, slice)))
    expect(provider.renewals()).toBe(1)
    // The one that found the other renewing comes back a little later.
    expect(ends).toContain('done')
    f.clock.advance(120_000)
    const again = { ...slice, until: new Date(f.clock.now().getTime() + 1_000) }
    expect(await runStream({ ...f.deps, states: new kit.HttpStates() })(nudge, again)).toBe('done')
    expect(provider.renewals()).toBe(1)
    expect(await grossOf(cast.harbor)).toBe(500)
  })
})

describe('deliveries to a whole app', () => {
  test('reach each client’s own connections by account, and what they only name is asked for', async () => {
    await connect(cast.harbor, ['7'])
    await connect(cast.prairie, ['8'])
    provider.rows.push(
      gift('7', 'a', 2500),
      gift('7', 'b', 100),
      gift('7', 'c', 10),
      gift('8', 'd', 900),
      gift('9', 'e', 7),
    )
    const body = provider.rows.map(({ account, id }) => ({ account, id }))
    for (let times = 0; times < 3; times += 1) expect(await post(provider.sign(body))).toEqual({ result: 'accepted' })
    const kept = await f.t.superuser`select tenant_id from inbox order by tenant_id`
    expect(kept).toHaveLength(2)
    await f.run()
    expect([await grossOf(cast.harbor), await grossOf(cast.prairie)]).toEqual([2610, 900])
    expect(await f.t.superuser`select * from stream_hint`).toHaveLength(0)
  })

  test('without the app’s proof are refused, and an account that is nobody’s is kept nowhere', async () => {
    await connect(cast.harbor, ['7'])
    const body = [{ account: '7', id: 'a' }]
    expect(await post(provider.sign(body, 'another secret'))).toEqual({ result: 'unproved' })
    expect(await post(provider.sign([{ account: '9', id: 'e' }]))).toEqual({ result: 'accepted' })
    expect(await f.t.superuser`select * from inbox`).toHaveLength(0)
    expect(await post(provider.sign(body))).toEqual({ result: 'accepted' })
    expect(await f.t.superuser`select * from inbox`).toHaveLength(1)
  })

  test('stop once the connection is given up', async () => {
    const connectionId = await connect(cast.harbor, ['7'])
    await f.connections.disconnect(olive, cast.harbor, connectionId)
    f.clock.advance(2_000)
    expect(await post(provider.sign([{ account: '7', id: 'a' }]))).toEqual({ result: 'accepted' })
    expect(await f.t.superuser`select * from inbox`).toHaveLength(0)
  })

  test('a record that the provider will not give is set aside, where a person sees it', async () => {
    const connectionId = await connect(cast.harbor, ['7'])
    await post(provider.sign([{ account: '7', id: 'a' }]))
    const { fetch } = f.deps.around
    f.deps.around.fetch = async (request) =>
      request.url.endsWith('/named') ? new Response('no', { status: 422 }) : fetch(request)
    await f.run({ only: 'process-inbox' })
    await f.run({ only: 'fetch-hints', steps: 10 })
    const { rows } = await f.desk.list(olive, cast.harbor, { connectionId, limit: 10 })
    expect(rows).toMatchObject([{ stream: 'gifts', origin: 'webhook', issues: [{ path: '' }] }])
    expect(await f.t.superuser`select * from stream_hint`).toHaveLength(0)
  })
})
