import { Conflict, Forbidden, NotFound, type CanonicalRecord } from '@throughline/canonical'
import { fakeClock } from '@throughline/connector-kit/testing'
import { cast, planFaults, sentBy } from '@throughline/db/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connector as meta } from '../../../connectors/meta/connector.ts'
import { createEmulator, refused, type MetaEmulator } from '../../../connectors/meta/emulator.ts'
import { userActor } from '../../../db/src/actor.ts'
import { createActions, runAction } from '../actions/index.ts'
import { createContacts } from '../contacts/index.ts'
import { olive, otto, sourceFixture, vera, type SourceFixture } from '../ingest/testing/source-fixture.ts'
import { writeBatch } from '../ledger/index.ts'
import { createConversionsOut, sendConversions, type ConversionsOut } from './index.ts'

const start = '2026-11-20T18:00:00.000Z'
const token = 'EAAB-a-system-users-token-0001'
const carla = userActor(cast.carla)
let f: SourceFixture
let there: MetaEmulator
let out: ConversionsOut
let connectionId: string

beforeEach(async () => {
  f = await sourceFixture({
    start,
    connectors: { meta },
    apps: { meta: { appId: '700700', appSecret: 'test_app_secret', verifyToken: 'verify-emulated' } },
    fetch: (request) => there.fetch(request),
  })
  there = createEmulator({
    clock: fakeClock(start),
    random: () => 0,
    secrets: { systemUserToken: token, tokenMayAct: true },
  })
  out = createConversionsOut(f.deps)
  const values = {
    'config.adAccounts': there.config.adAccounts,
    'config.backfillFrom': '2026-11-01',
    'config.datasetId': '5000',
    'secrets.systemUserToken': token,
    'secrets.tokenMayAct': true,
  }
  ;({ connectionId } = await f.connections.create(olive, cast.harbor, { connector: 'meta', name: 'Meta', values }))
  // What is read of ads is none of these stories.
  f.waiting.length = 0
  await f.t.superuser`update tenant set consent_source = 'The landing page' where tenant_id = ${cast.harbor}`
})
afterEach(() => f.drop())

const person = (n: number) => ({ email: `donor${n}@example.org`, anonymousKey: `order ${n}`, lastName: 'Delacruz' })
const write = (records: CanonicalRecord[], key: string) =>
  f.inside(async (inside) => {
    const keyring = await f.deps.secrets.forTenant(inside, f.clock.now())
    const who = records.find((record) => 'person' in record)
    const row = { source: 'actblue', stream: 'words', key, rank: 1, raw: { records }, records }
    const rows = [{ ...row, ...(who && 'person' in who && who.person ? { person: who.person } : {}) }]
    await writeBatch(inside, { rows, connectionId, origin: 'read', now: f.clock.now(), keyring })
  })
const later = (minutes: number) => new Date(f.clock.now().getTime() + minutes * 60_000).toISOString()
const gift = (n: number, more: { minor?: number; happenedAt?: string; status?: 'approved' | 'pending' } = {}) =>
  write(
    [
      {
        kind: 'conversion',
        key: `line-${n}`,
        happenedAt: more.happenedAt ?? later(0),
        person: person(n),
        type: 'donation',
        amount: { minor: more.minor ?? 2_500, currency: 'USD' },
        status: more.status ?? 'approved',
      },
    ],
    `line-${n}`,
  )
const say = (n: number, granted = true, channel: 'ads' | 'sms' = 'ads', at = later(-60)) =>
  write(
    [
      {
        kind: 'consent',
        key: `${n} ${channel} ${at}`,
        happenedAt: at,
        person: person(n),
        channel,
        purpose: 'advertising',
        granted,
        source: 'landing page',
      },
    ],
    `consent ${n} ${channel} ${at}`,
  )
const giveBack = (n: number, minor: number) =>
  write(
    [
      {
        kind: 'refund',
        key: `refund-${n}`,
        happenedAt: later(0),
        type: 'refund',
        of: `line-${n}`,
        amount: { minor, currency: 'USD' },
      },
    ],
    `refund-${n}`,
  )
const on = (by = olive) =>
  out.set(by, cast.harbor, { connectionId, on: true, eventName: 'Purchase' }).then((answer) => {
    f.clock.advance(1_000)
    return answer
  })
const look = () => out.read(olive, cast.harbor, connectionId)
/** Five minutes later the schedule is due; then everything that follows of it. */
async function pass() {
  f.waiting.push({
    nudge: { tenantId: cast.harbor, kind: 'send-conversions', ref: connectionId, attempt: 0 },
    at: f.clock.now(),
  })
  await f.run({ only: 'send-conversions' })
  await f.run({ only: 'run-action', steps: 40 })
}
const told = () =>
  [...there.conversions.received.values()].map(({ event }) => [event.event_id, event.custom_data['value']])

describe('what an ad platform is told', () => {
  test('is nothing until somebody switches it on, and then only what happened since', async () => {
    await say(1)
    await gift(1)
    await pass()
    expect([told(), (await look()).state]).toEqual([[], 'off'])
    f.clock.advance(1_000)
    await on()
    await say(2)
    await gift(2)
    await gift(3, { happenedAt: '2026-11-19T12:00:00.000Z' })
    await pass()
    expect(told()).toEqual([['actblue:line-2', 25]])
    expect((await look()).counts).toMatchObject({ sent: 1, queued: 0, refused: 0 })
  })

  test('is each consented gift once, hashed, whatever is recorded about it again', async () => {
    await on()
    await say(1)
    await gift(1)
    await pass()
    await gift(1, { minor: 3_000 })
    await pass()
    await pass()
    expect(told()).toEqual([['actblue:line-1', 25]])
    const [{ event } = { event: undefined }] = there.conversions.received.values()
    expect(event?.user_data).toMatchObject({ em: [expect.stringMatching(/^[0-9a-f]{64}$/)] })
    expect(JSON.stringify(event)).not.toContain('donor1')
  })

  test('leaves out who did not consent, opted out anywhere, or gave nothing in the end, and says why', async () => {
    await on()
    for (const n of [1, 2, 3, 4, 5]) await gift(n)
    await say(2)
    await say(2, false, 'ads', later(-1))
    await say(3)
    await say(3, false, 'sms')
    await say(4)
    await giveBack(4, 2_500)
    await say(5)
    await giveBack(5, 1_000)
    await gift(6, { status: 'pending' })
    await pass()
    expect(told()).toEqual([['actblue:line-5', 15]])
    const { counts, reasons } = await look()
    expect(counts).toMatchObject({ sent: 1, refused: 4 })
    expect(reasons.map(({ why, count }) => [why, count]).sort()).toEqual([
      ['given_back', 1],
      ['no_consent', 1],
      ['opted_out', 2],
    ])
    await gift(6)
    await say(6)
    await pass()
    expect(told()).toHaveLength(2)
  })

  test('names what was given back after it was told, because nothing takes it back', async () => {
    await on()
    await say(1)
    await gift(1)
    await pass()
    await giveBack(1, 2_500)
    await pass()
    expect(told()).toHaveLength(1)
    expect((await look()).givenBack).toBe(1)
  })

  test('is decided again in the moment it goes: a consent withdrawn or a person erased meanwhile stays here', async () => {
    await on()
    for (const n of [1, 2, 3]) {
      await gift(n)
      await say(n)
    }
    f.waiting.length = 0
    f.waiting.push({
      nudge: { tenantId: cast.harbor, kind: 'send-conversions', ref: connectionId, attempt: 0 },
      at: f.clock.now(),
    })
    await f.run({ only: 'send-conversions' })
    expect((await look()).counts.sending).toBe(3)
    await say(1, false, 'ads', later(0))
    const [{ contact_no: second } = { contact_no: 0 }] = await f.t.superuser<{ contact_no: number }[]>`
      select contact_no from fact where tenant_id = ${cast.harbor} and kind = 'conversion' and source_key = 'line-2'`
    await createContacts(f.deps).erase(olive, cast.harbor, second)
    await f.run({ only: 'run-action', steps: 40 })
    expect(told().map(([id]) => id)).toEqual(['actblue:line-3'])
    expect((await look()).reasons.map(({ why }) => why).sort()).toEqual(['erased', 'opted_out'])
  })

  test('is kept nowhere with a name in it', async () => {
    await on()
    await say(1)
    await gift(1)
    await pass()
    const [row] = await f.t.superuser<{ effect: unknown; detail: unknown; input: Uint8Array }[]>`
      select effect, detail, input from action where tenant_id = ${cast.harbor}`
    const keyring = await f.inside((inside) => f.deps.secrets.forTenant(inside, f.clock.now()))
    const kept = Buffer.from(keyring.open(row?.input ?? new Uint8Array(), 'action.input')).toString('utf8')
    expect(kept).toContain('chosenAt')
    for (const text of [kept, JSON.stringify(row?.effect), JSON.stringify(row?.detail)])
      expect(text).not.toMatch(/donor1|elacruz/)
    const audited = await f.t.superuser<{ action: string }[]>`
      select action from audit where tenant_id = ${cast.harbor} and (action like 'conversions.%' or action like 'contact.%') order by seq`
    expect(audited.map(({ action }) => action)).toEqual(['conversions.switched_on', 'contact.told_of'])
  })
})

describe('a kill', () => {
  test('between any two transactions of choosing and sending loses nothing and counts nothing twice', async () => {
    await on()
    for (let killedAt = 1; killedAt <= 4; killedAt += 1) {
      await gift(killedAt)
      await say(killedAt)
      let opened = 0
      const door: typeof f.deps.door = Object.assign(Object.create(f.deps.door) as typeof f.deps.door, {
        withTenant: (...args: Parameters<typeof f.deps.door.withTenant>) => {
          opened += 1
          return opened === killedAt ? Promise.reject(new Error('killed')) : f.deps.door.withTenant(...args)
        },
      })
      const deps = { ...f.deps, door }
      const slice = { until: new Date(f.clock.now().getTime() + 1_000), signal: new AbortController().signal }
      const nudge = { tenantId: cast.harbor, attempt: 0 }
      await sendConversions(deps)({ ...nudge, kind: 'send-conversions', ref: connectionId }, slice).catch(() => {})
      const [claimed] = await f.t.superuser<{ action_id: string }[]>`
        select action_id from action where tenant_id = ${cast.harbor} and state = 'approved'`
      if (claimed)
        await runAction(deps)({ ...nudge, kind: 'run-action', ref: claimed.action_id }, slice).catch(() => {})
      // What the killed process would have nudged is found by the ticker.
      f.waiting.length = 0
      const open = await f.t.superuser<{ action_id: string }[]>`
        select action_id from action where tenant_id = ${cast.harbor} and state in ('approved', 'running')`
      for (const { action_id: ref } of open)
        f.waiting.push({ nudge: { ...nudge, kind: 'run-action', ref }, at: f.clock.now() })
      await pass()
      expect([killedAt, told().length]).toEqual([killedAt, killedAt])
    }
    // Killed after the platform had heard it: sent again under its own id, and dropped there.
    expect(there.conversions.repeats).toBe(1)
    expect((await look()).counts).toMatchObject({ sent: 4, sending: 0, queued: 0 })
  })
})

describe('trouble', () => {
  test('that passes is waited out', async () => {
    await on()
    await say(1)
    await gift(1)
    there.faults.next(refused({ code: 2, status: 500 }), { times: 2 })
    await pass()
    expect(told()).toHaveLength(1)
  })

  test('that a person has to mend stops it in words, keeps what comes, and goes on when asked to', async () => {
    await f.connections.update(olive, cast.harbor, { connectionId, values: { 'config.datasetId': '9999' } })
    f.waiting.length = 0
    await on()
    await say(1)
    await gift(1)
    await pass()
    expect(await look()).toMatchObject({ state: 'stopped', say: expect.stringMatching('dataset 9999') as string })
    await say(2)
    await gift(2)
    await pass()
    expect((await look()).counts).toMatchObject({ failed: 1, queued: 1 })
    await f.connections.update(olive, cast.harbor, { connectionId, values: { 'config.datasetId': '5000' } })
    f.waiting.length = 0
    expect(await out.retry(olive, cast.harbor, connectionId)).toEqual({ count: 1 })
    await pass()
    expect(
      told()
        .map(([id]) => id)
        .sort(),
    ).toEqual(['actblue:line-1', 'actblue:line-2'])
    expect(await look()).toMatchObject({ state: 'on', say: null })
  })

  test('of a connection that rests leaves them waiting for it', async () => {
    await on()
    await say(1)
    await gift(1)
    await f.connections.pause(olive, cast.harbor, connectionId)
    await pass()
    expect([told(), (await look()).counts.queued]).toEqual([[], 1])
    await f.connections.resume(olive, cast.harbor, connectionId)
    f.waiting.length = 0
    await pass()
    expect(told()).toHaveLength(1)
  })

  test('of one gift that is too old names it and tells the others', async () => {
    await on()
    await say(1)
    await gift(1)
    await f.connections.pause(olive, cast.harbor, connectionId)
    await pass()
    f.clock.advance(8 * 86_400_000)
    there = createEmulator({ clock: f.clock, random: () => 0, secrets: { systemUserToken: token, tokenMayAct: true } })
    await f.connections.resume(olive, cast.harbor, connectionId)
    f.waiting.length = 0
    await say(2)
    await gift(2)
    await pass()
    expect(told().map(([id]) => id)).toEqual(['actblue:line-2'])
    expect((await look()).reasons).toEqual([{ why: 'too old', state: 'refused', count: 1 }])
  })
})

describe('the dry run', () => {
  test('says what would be told and why the rest would not, and changes nothing', async () => {
    await say(1)
    await gift(1)
    await gift(2)
    expect(await out.preview(olive, cast.harbor, connectionId)).toEqual({
      summary: 'Sends 1 conversions to dataset 5000.',
      considered: 2,
      told: 1,
      reasons: [{ why: 'no_consent', count: 1 }],
    })
    expect([told(), (await look()).counts]).toEqual([[], (await look()).counts])
    expect(await f.t.superuser`select 1 from conversion_out`).toHaveLength(0)
  })
})

describe('the switch', () => {
  test('is not switched on without a source of consent', async () => {
    await f.t.superuser`update tenant set consent_source = null where tenant_id = ${cast.harbor}`
    await expect(on()).rejects.toThrow(Conflict)
    expect((await look()).say).toMatch('Sending is off')
  })

  test('is nobody’s who may not, and stands for who may', async () => {
    for (const by of [vera, userActor(cast.sam)]) {
      await expect(on(by)).rejects.toThrow(Forbidden)
      await expect(out.preview(by, cast.harbor, connectionId)).rejects.toThrow(Forbidden)
      await expect(out.retry(by, cast.harbor, connectionId)).rejects.toThrow(Forbidden)
    }
    await expect(on(otto)).rejects.toThrow(NotFound)
    await expect(out.read(otto, cast.prairie, connectionId)).rejects.toThrow(NotFound)
    expect((await look()).state).toBe('off')
    expect(await on(carla)).toMatchObject({
      state: 'on',
      offered: true,
      mayAct: true,
      changedBy: expect.any(String) as string,
    })
  })

  test('switched off stops choosing; what waited is not told', async () => {
    await on()
    await out.set(olive, cast.harbor, { connectionId, on: false, eventName: 'Purchase' })
    await say(1)
    await gift(1)
    await pass()
    expect(told()).toEqual([])
    f.clock.advance(60_000)
    await on()
    await pass()
    expect(told()).toEqual([])
  })

  test('switched off in the last moment holds back what was about to go', async () => {
    await on()
    await f.connections.pause(olive, cast.harbor, connectionId)
    await say(1)
    await gift(1)
    await pass()
    expect((await look()).counts.queued).toBe(1)
    await f.connections.resume(olive, cast.harbor, connectionId)
    await say(2)
    await gift(2)
    f.waiting.length = 0
    const nudge = { tenantId: cast.harbor, kind: 'send-conversions' as const, ref: connectionId, attempt: 0 }
    await sendConversions(f.deps)(nudge, { until: f.clock.now(), signal: new AbortController().signal })
    expect((await look()).counts.sending).toBe(2)
    await gift(3)
    await out.set(olive, cast.harbor, { connectionId, on: false, eventName: 'Purchase' })
    await f.run({ only: 'run-action', steps: 10 })
    expect([told(), (await look()).reasons]).toEqual([[], [{ why: 'switched_off', state: 'refused', count: 2 }]])
  })

  test('is not to be asked for by hand', async () => {
    const actions = createActions(f.deps)
    const { actions: offered } = await actions.catalogue(olive, cast.harbor, connectionId)
    expect(offered.map(({ name }) => name)).not.toContain('send_conversions')
    expect(offered.map(({ name }) => name)).toContain('pause_campaign')
    const input = { chosenAt: start, events: [] }
    await expect(
      actions.preview(olive, cast.harbor, { connectionId, action: 'send_conversions', input }),
    ).rejects.toThrow(NotFound)
  })
})

test('every question asks the tenant’s policy once, through an index', async () => {
  await on()
  await say(1)
  await gift(1)
  const sent = await sentBy(f.t, f.deps.now, async (door) => {
    const deps = { ...f.deps, door }
    const slice = { until: f.clock.now(), signal: new AbortController().signal }
    const nudge = { tenantId: cast.harbor, kind: 'send-conversions' as const, ref: connectionId, attempt: 0 }
    await sendConversions(deps)(nudge, slice)
    const [{ action_id: ref } = { action_id: '' }] = await f.t.superuser<
      { action_id: string }[]
    >`select action_id from action`
    await runAction(deps)({ ...nudge, kind: 'run-action', ref }, slice)
    const asked = createConversionsOut(deps)
    await asked.read(olive, cast.harbor, connectionId)
    await asked.preview(olive, cast.harbor, connectionId)
    await asked.retry(olive, cast.harbor, connectionId)
  })
  expect(told()).toHaveLength(1)
  expect(sent.length).toBeGreaterThan(15)
  expect(await planFaults(f.t, sent)).toEqual([])
})
