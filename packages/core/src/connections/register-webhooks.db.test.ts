import { fakeClock } from '@throughline/connector-kit/testing'
import { cast } from '@throughline/db/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connector as openphone } from '../../../connectors/openphone/connector.ts'
import { createEmulator, type OpenPhoneEmulator } from '../../../connectors/openphone/emulator.ts'
import { olive, sourceFixture, type SourceFixture } from '../ingest/testing/source-fixture.ts'
import { createConnections, registerWebhooks } from './index.ts'

const start = '2026-11-20T18:00:00.000Z'
let f: SourceFixture
let there: OpenPhoneEmulator
beforeEach(async () => {
  f = await sourceFixture({ start, connectors: { openphone }, fetch: (request) => there.fetch(request) })
  there = createEmulator({ clock: fakeClock(start), random: () => 0.5, empty: true })
})
afterEach(() => f.drop())

const values = () => ({
  'config.backfillFrom': '2026-11-01',
  'secrets.apiKey': there.secrets.good.apiKey,
})
const make = async (connections = f.connections, more: object = {}) => {
  const input = { connector: 'openphone', name: 'Texts', values: { ...values(), ...more } }
  const { connectionId } = await connections.create(olive, cast.harbor, input)
  return connectionId
}
const register = () => f.run({ only: 'register-webhooks', steps: 20 })
const read = (connectionId: string) => f.connections.read(olive, cast.harbor, connectionId)
const deliver = (connectionId: string) => {
  // What changed of a connection is heard by its address within a second.
  f.clock.advance(1_000)
  const [hook] = there.webhooks.hooks
  const secrets = { ...there.secrets.good, webhookKey: hook?.key ?? '' }
  const payload = { id: 'EV1', type: 'message.received', data: { resource: { id: 'ACnone' } } }
  return f.receiver.receive({
    ...{ connector: 'openphone', connectionId, kind: 'events' },
    request: there.sign('events', payload, secrets),
  })
}

describe('a connection whose source lets webhooks be registered', () => {
  test('tells it our address by itself, keeps the key, and takes what is signed with it', async () => {
    const id = await make()
    expect((await read(id)).registration).toEqual({ state: 'queued', say: null })
    expect(await deliver(id)).not.toMatchObject({ result: 'accepted' })
    await register()
    expect(there.webhooks.hooks).toMatchObject([{ url: `https://app.example/hooks/openphone/${id}/events` }])
    expect((await read(id)).registration).toEqual({
      state: 'done',
      say: 'OpenPhone has our address, and signs what it sends with a key of its own.',
    })
    expect(await deliver(id)).toMatchObject({ result: 'accepted' })
    // The other credentials are as they were.
    expect(await f.connections.check(olive, cast.harbor, id)).toMatchObject({ ok: true })
    expect(f.waiting.filter(({ nudge }) => nudge.kind === 'register-webhooks')).toEqual([])
  })

  test('killed at any moment of it, ends with one webhook whose key is held', async () => {
    const id = await make()
    const [waits] = f.waiting.filter(({ nudge }) => nudge.kind === 'register-webhooks')
    if (!waits) throw new Error('nothing is to be registered')
    const slice = { until: f.clock.now(), signal: new AbortController().signal }
    for (let killedAt = 1; killedAt <= 3; killedAt += 1) {
      let opened = 0
      const door: typeof f.deps.door = Object.assign(Object.create(f.deps.door) as typeof f.deps.door, {
        withTenant: (...args: Parameters<typeof f.deps.door.withTenant>) => {
          opened += 1
          return opened === killedAt ? Promise.reject(new Error('killed')) : f.deps.door.withTenant(...args)
        },
      })
      await expect(registerWebhooks({ ...f.deps, door })(waits.nudge, slice)).rejects.toThrow('killed')
    }
    await register()
    expect(there.webhooks.hooks).toHaveLength(1)
    expect((await read(id)).registration?.state).toBe('done')
    expect(await deliver(id)).toMatchObject({ result: 'accepted' })
  })

  test('says so where the source does not take it, and tries again when the connection is checked', async () => {
    there.revoked = true
    const id = await make()
    await register()
    const { registration } = await read(id)
    expect([registration?.state, registration?.say]).toEqual(['failed', expect.stringMatching(/by hand\.$/)])
    there.revoked = false
    await f.connections.check(olive, cast.harbor, id)
    await register()
    expect((await read(id)).registration?.state).toBe('done')
    expect(there.webhooks.hooks).toHaveLength(1)
  })

  test('leaves a key alone that was typed in, and tells nobody an address that cannot be reached', async () => {
    await make(f.connections, { 'secrets.webhookKey': there.secrets.good.webhookKey })
    await register()
    expect(there.webhooks.hooks).toEqual([])
    const inside = createConnections({ ...f.deps, publicUrl: 'http://127.0.0.1:3000' })
    const { connectionId } = await inside.create(olive, cast.rivers, {
      ...{ connector: 'openphone', name: 'Texts', values: values() },
    })
    await register()
    expect(there.webhooks.hooks).toEqual([])
    expect((await inside.read(olive, cast.rivers, connectionId)).registration).toBeNull()
  })
})
