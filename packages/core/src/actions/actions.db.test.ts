import { Conflict, Forbidden, NotFound } from '@throughline/canonical'
import { cast } from '@throughline/db/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { userActor } from '../../../db/src/actor.ts'
import { olive, otto, sourceFixture, vera, type SourceFixture } from '../ingest/testing/source-fixture.ts'
import { derivedId } from '../events/index.ts'
import { writeBatch } from '../ledger/index.ts'
import { createActions, runAction, type Actions } from './index.ts'
import { createSwitchgear, switchgear } from './testing/switchgear.ts'

let f: SourceFixture
let there: ReturnType<typeof createSwitchgear>
let actions: Actions
let connectionId: string
const adam = userActor(cast.adam)

beforeEach(async () => {
  there = createSwitchgear()
  f = await sourceFixture({
    start: '2026-11-20T18:00:00.000Z',
    connectors: { switchgear },
    fetch: (request) => there.fetch(request),
  })
  actions = createActions(f.deps)
  const values = { 'secrets.key': 'a-key' }
  const made = await f.connections.create(olive, cast.harbor, { connector: 'switchgear', name: 'Switchgear', values })
  connectionId = made.connectionId
})
afterEach(() => f.drop())

const wish = (input: unknown = { id: 'lamp', on: true }, action = 'switch') => ({ connectionId, action, input })
let keys = 0
const request = (more: Partial<ReturnType<typeof wish> & { idempotencyKey: string }> = {}, by = olive) =>
  actions.request(by, cast.harbor, { ...wish(), idempotencyKey: `key-number-${keys++}`, ...more })
const read = async (actionId: string) => {
  const { rows } = await actions.list(olive, cast.harbor, { limit: 50 })
  const found = rows.find((row) => row.actionId === actionId)
  if (!found) throw new Error('not in the list')
  return found
}
const settle = () => f.run({ only: 'run-action', steps: 60 })
const auditOf = async () => {
  const rows = await f.t.superuser<{ action: string }[]>`
    select action from audit where tenant_id = ${cast.harbor} and action like 'action.%' order by seq`
  return rows.map(({ action }) => action)
}

describe('an action', () => {
  test('is previewed without anything changing or being kept', async () => {
    const preview = await actions.preview(olive, cast.harbor, wish())
    expect(preview).toMatchObject({ summary: 'Switches lamp on.', before: false, after: true, refused: null })
    expect([there.changes(), await auditOf()]).toEqual([0, []])
  })

  test('is done once, however often it is asked for with one key, and written down', async () => {
    const first = await request({ idempotencyKey: 'the-same-key' })
    const second = await request({ idempotencyKey: 'the-same-key' })
    expect(second.actionId).toBe(first.actionId)
    await settle()
    await request({ idempotencyKey: 'the-same-key' })
    await settle()
    expect([there.changes(), there.things.get('lamp')]).toEqual([1, true])
    expect(await read(first.actionId)).toMatchObject({ state: 'done', say: null, attempts: 1 })
    expect(await auditOf()).toEqual(['action.requested', 'action.done'])
    await expect(request({ idempotencyKey: 'the-same-key', input: { id: 'lamp', on: false } })).rejects.toThrow(
      Conflict,
    )
  })

  test.each(['heard, no answer', 'not heard'] as const)(
    'over a broken line (%s) is done exactly once',
    async (line) => {
      there.line(line)
      const { actionId } = await request()
      await settle()
      expect(await read(actionId)).toMatchObject({ state: 'done', attempts: 2 })
      expect(there.changes()).toBe(1)
      // What stood there before is known also where only asking found it out: it can be taken back.
      await actions.undo(olive, cast.harbor, actionId)
      await settle()
      expect(there.things.get('lamp')).toBe(false)
    },
  )

  test('survives a kill at any moment of it and is done exactly once', async () => {
    // A kill is a transaction that never comes back: the n-th one that the job opens.
    for (let killedAt = 1; killedAt <= 3; killedAt += 1) {
      const { actionId } = await request({
        input: { id: `lamp-${killedAt}`, on: true },
        ...newThing(`lamp-${killedAt}`),
      })
      let opened = 0
      const door: typeof f.deps.door = Object.assign(Object.create(f.deps.door) as typeof f.deps.door, {
        withTenant: (...args: Parameters<typeof f.deps.door.withTenant>) => {
          opened += 1
          return opened === killedAt ? Promise.reject(new Error('killed')) : f.deps.door.withTenant(...args)
        },
      })
      const slice = { until: new Date(f.clock.now().getTime() + 1_000), signal: new AbortController().signal }
      const nudge = { tenantId: cast.harbor, kind: 'run-action' as const, ref: actionId, attempt: 0 }
      const before = there.changes()
      await runAction({ ...f.deps, door })(nudge, slice).catch(() => {})
      await settle()
      expect([killedAt, (await read(actionId)).state]).toEqual([killedAt, 'done'])
      expect([killedAt, there.changes() - before]).toEqual([killedAt, 1])
    }
  })

  test('that pauses a campaign is one event of the client’s own, with what it tells of; one that changes nothing is none', async () => {
    const told = () => f.t.superuser<{ properties: Record<string, unknown>; campaign: string }[]>`
      select e.properties, n.name as campaign from event e join event_name n on n.of = 'campaign' and n.no = e.campaign_no
      where e.kind = 12 and e.tenant_id = ${cast.harbor}`
    await request()
    await settle()
    expect(await told()).toEqual([])
    there.line('heard, no answer')
    const { actionId } = await request({ input: { id: 'lamp', on: false } })
    await settle()
    expect(await read(actionId)).toMatchObject({ state: 'done', attempts: 2 })
    const [event, ...more] = await told()
    expect(more).toEqual([])
    expect(event?.properties).toMatchObject({ $source: 'switchgear', $campaign: 'lamp', $action: actionId })
    expect(event?.campaign).toBe(derivedId('switchgear', 'lamp'))
    there.line('fine')
    await request({ input: { id: 'lamp', on: false } })
    await settle()
    expect(await told()).toHaveLength(1)
  })

  test('where nobody can say whether it happened waits for a person', async () => {
    there.line('heard, no answer')
    there.forget()
    const { actionId } = await request()
    await settle()
    expect(await read(actionId)).toMatchObject({ state: 'unsure', say: 'Switchgear cannot say whether it happened.' })
    await actions.settle(olive, cast.harbor, { actionId, happened: true })
    expect(await read(actionId)).toMatchObject({ state: 'done' })
    expect(there.changes()).toBe(1)
  })

  test('that the source refuses says so in its words, at once', async () => {
    await expect(request({ input: { id: 'nothing', on: true } })).rejects.toThrow('There is no thing called nothing.')
    await expect(request({ input: { id: '', on: true } })).rejects.toThrow()
    expect(await auditOf()).toEqual([])
  })

  test('is taken back while it can be, and not afterwards', async () => {
    const { actionId } = await request()
    await settle()
    expect(there.things.get('lamp')).toBe(true)
    await actions.undo(olive, cast.harbor, actionId)
    await settle()
    expect([there.things.get('lamp'), (await read(actionId)).state]).toEqual([false, 'undone'])
    const later = await request()
    await settle()
    f.clock.advance(25 * 3_600_000)
    await expect(actions.undo(olive, cast.harbor, later.actionId)).rejects.toThrow(Conflict)
  })

  test('while the connection rests is refused, and nothing is done', async () => {
    const { actionId } = await request()
    await f.connections.pause(olive, cast.harbor, connectionId)
    await settle()
    expect(await read(actionId)).toMatchObject({ state: 'refused' })
    expect(there.changes()).toBe(0)
  })
})

const newThing = (id: string) => {
  there.things.set(id, false)
  return {}
}

describe('a second person', () => {
  test('who is somebody else has to say yes', async () => {
    const { actionId, state } = await request(wish({ id: 'lamp' }, 'demolish'))
    expect(state).toBe('waiting')
    await settle()
    await expect(actions.decide(olive, cast.harbor, { actionId, yes: true })).rejects.toThrow(Forbidden)
    expect((await actions.list(olive, cast.harbor, { limit: 5 })).waiting).toBe(1)
    await actions.decide(adam, cast.harbor, { actionId, yes: true })
    await settle()
    expect((await read(actionId)).state).toBe('done')
    await expect(actions.decide(adam, cast.harbor, { actionId, yes: true })).rejects.toThrow(Conflict)
  })

  test('who says no ends it', async () => {
    const { actionId } = await request(wish({ id: 'lamp' }, 'demolish'))
    await actions.decide(adam, cast.harbor, { actionId, yes: false })
    await settle()
    expect(await read(actionId)).toMatchObject({ state: 'refused' })
    expect(await auditOf()).toEqual(['action.requested', 'action.refused'])
  })
})

describe('whoever may not', () => {
  test('neither sees nor does anything, and the owner’s stands', async () => {
    const { actionId } = await request()
    for (const by of [vera, otto]) {
      const refusal = by === vera ? Forbidden : NotFound
      await expect(request({}, by)).rejects.toThrow(refusal)
      await expect(actions.preview(by, cast.harbor, wish())).rejects.toThrow(refusal)
      await expect(actions.undo(by, cast.harbor, actionId)).rejects.toThrow(refusal)
      await expect(actions.list(by, cast.harbor, { limit: 5 })).rejects.toThrow(refusal)
    }
    await expect(actions.undo(otto, cast.prairie, actionId)).rejects.toThrow(NotFound)
    await settle()
    expect((await read(actionId)).state).toBe('done')
  })
})

describe('a text', () => {
  const to = '+13145550142'
  const text = () => request(wish({ to, text: 'Hello' }, 'text'))
  const say = (granted: boolean, at: string, channel: 'sms' | 'email' = 'sms') =>
    f.inside(async (inside) => {
      const keyring = await f.deps.secrets.forTenant(inside, f.clock.now())
      const key = `${channel} ${at}`
      const person = { phone: '(314) 555-0142', anonymousKey: key }
      const record = {
        kind: 'consent' as const,
        ...{ key, happenedAt: at, person, channel, granted },
        purpose: 'fundraising',
        source: 'a form',
      }
      const row = { source: 'switchgear', stream: 'words', key, rank: 1, raw: { at }, records: [record], person }
      await writeBatch(inside, { rows: [row], connectionId, origin: 'read', now: f.clock.now(), keyring })
    })
  const name = () =>
    f.t.superuser`update tenant set consent_source = 'The sign-up form' where tenant_id = ${cast.harbor}`

  test('goes out only with a named source, a consent, no opt-out anywhere, and by day', async () => {
    const whys: (string | null)[] = []
    const next = async () => whys.push((await text()).say)
    await next()
    await name()
    await next()
    await say(true, '2026-10-01T12:00:00.000Z')
    await next()
    await settle()
    await say(false, '2026-11-01T12:00:00.000Z', 'email')
    await next()
    expect(whys.map((why) => why?.slice(0, 24) ?? null)).toEqual([
      'Sending is off for this ',
      'This person has not cons',
      null,
      'This person has opted ou',
    ])
    expect(there.texts).toEqual([to])
  })

  test('that was allowed when it was asked for is looked at again in the moment it goes', async () => {
    await name()
    await say(true, '2026-10-01T12:00:00.000Z')
    const { actionId, state } = await text()
    expect(state).toBe('approved')
    await say(false, '2026-11-20T17:59:00.000Z')
    await settle()
    expect(await read(actionId)).toMatchObject({ state: 'refused', say: expect.stringMatching('opted out') as string })
    expect(there.texts).toEqual([])
  })

  test('over a broken line reaches the person once', async () => {
    await name()
    await say(true, '2026-10-01T12:00:00.000Z')
    there.line('heard, no answer')
    await text()
    await settle()
    expect(there.texts).toEqual([to])
  })
})
