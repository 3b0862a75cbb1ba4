import { Forbidden, Invalid, NotFound, type CanonicalRecord } from '@throughline/canonical'
import { fakeClock } from '@throughline/connector-kit/testing'
import { cast } from '@throughline/db/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createEmulator as createHubSpot, type HubSpotEmulator } from '../../../connectors/hubspot/emulator.ts'
import { connector as hubspot } from '../../../connectors/hubspot/connector.ts'
import { createContacts } from '../contacts/index.ts'
import { olive, otto, sourceFixture, vera, type SourceFixture } from '../ingest/testing/source-fixture.ts'
import { writeBatch } from '../ledger/index.ts'
import { creditToWrite } from './credit-to-write.ts'
import { settleAttribution } from './fill-attribution.ts'
import { createWriteBack, type WriteBack } from './index.ts'

const start = '2026-11-20T18:00:00.000Z'
let f: SourceFixture
let there: HubSpotEmulator
let back: WriteBack
let connectionId: string

beforeEach(async () => {
  f = await sourceFixture({ start, connectors: { hubspot }, fetch: (request) => there.fetch(request) })
  there = createHubSpot({ clock: fakeClock(start), random: () => 0 })
  back = createWriteBack(f.deps)
  const values: Record<string, unknown> = {
    'secrets.privateAppToken': `pat-na1-emulated-${portal}`,
    'secrets.privateAppSecret': `privatesecret-${portal}`,
  }
  for (const [name, value] of Object.entries(there.config)) values[`config.${name}`] = value
  ;({ connectionId } = await f.connections.create(olive, cast.harbor, {
    connector: 'hubspot',
    name: 'HubSpot',
    values,
  }))
  // What is read of it is none of these stories.
  f.waiting.length = 0
})
afterEach(() => f.drop())

const portal = '48211903'
const contactId = () => [...there.ledger.all('contacts')][0]?.id ?? ''
const person = { email: 'ada@example.org', anonymousKey: 'order of ada', lastName: 'Example' }
const write = (source: string, key: string, records: CanonicalRecord[]) =>
  f.inside(async (inside) => {
    const keyring = await f.deps.secrets.forTenant(inside, f.clock.now())
    const who = records.find((record) => 'person' in record)
    const row = { source, stream: 'words', key, rank: 1, raw: { records }, records }
    const rows = [{ ...row, ...(who && 'person' in who && who.person ? { person: who.person } : {}) }]
    await writeBatch(inside, { rows, connectionId, origin: 'read', now: f.clock.now(), keyring })
  })
const later = (seconds = 0) => new Date(f.clock.now().getTime() + seconds * 1_000).toISOString()
const known = () =>
  write('hubspot', 'contact', [
    { kind: 'crm_contact', key: `${portal}:${contactId()}`, happenedAt: later(-90_000), person },
  ])
const touched = (key: string, channel: 'sms' | 'email', seconds: number) =>
  write('switchboard', key, [
    ...[
      {
        kind: 'touchpoint' as const,
        key,
        happenedAt: later(seconds),
        type: 'click' as const,
        channel,
        person,
        campaign: key,
      },
    ],
  ])
const gift = (key: string, minor = 3_000, who: typeof person = person) =>
  write('actblue', key, [
    {
      ...{ kind: 'conversion', key, happenedAt: later(), person: who, type: 'donation', status: 'approved' },
      amount: { minor, currency: 'USD' },
    },
  ])
const fields = {
  contact: { influence: 'attr_first_campaign', attributed: 'attr_credit', top_channel: 'ext_id' },
  deal: { influence: 'attr_first_campaign', top_campaign: 'utm_campaign' },
}
const on = () => back.set(olive, cast.harbor, { connectionId, on: true, fields })
/** What a batch sets off, one after the other; nothing waits for a clock. */
async function follow() {
  f.waiting.push({ nudge: { tenantId: cast.harbor, kind: 'attribute', attempt: 0 }, at: f.clock.now() })
  for (const only of ['attribute', 'write-back', 'run-action'] as const) await f.run({ only, steps: 60 })
}
const look = () => back.read(olive, cast.harbor, connectionId)
const standing = (type: 'contacts' | 'deals' = 'contacts', id = contactId()) => {
  const { attr_first_campaign: influence, attr_credit: credit, ext_id: channel } = there.ledger.get(type, id).properties
  return { influence, credit, channel }
}

describe('attribution in a CRM', () => {
  test('is written behind a gift within five seconds, in the fields that were named, and rewritten when credit moves', async () => {
    await known()
    await touched('fall', 'sms', -7_200)
    await gift('g0')
    await follow()
    expect([standing().influence ?? null, (await look()).state]).toEqual([null, 'off'])
    expect(await on()).toMatchObject({ state: 'on', offered: true, influence: false, fields })
    const before = f.clock.now().getTime()
    await gift('g1')
    await follow()
    expect(standing()).toMatchObject({ influence: 'sms 100.00 %', credit: '60', channel: 'sms' })
    expect(f.clock.now().getTime() - before).toBeLessThanOrEqual(5_000)
    await touched('winter', 'email', -60)
    await follow()
    expect(standing()).toMatchObject({ influence: 'email 100.00 %', credit: '60', channel: 'email' })
    expect((await look()).counts).toMatchObject({ written: 1, due: 0, sending: 0, failed: 0 })
  })

  test('is written once: going again, or a change that says the same, writes nothing', async () => {
    await known()
    await on()
    await gift('g1')
    await follow()
    expect(standing().influence).toBe('unattributed 100.00 %')
    const writes = there.writes()
    await follow()
    // What it says stays the same: the touch is after the gift, but the person is gone through again.
    await touched('after', 'sms', 60)
    await f.t.superuser`update write_back set state = 'due'`
    f.waiting.push({
      nudge: { tenantId: cast.harbor, kind: 'write-back', ref: connectionId, attempt: 0 },
      at: f.clock.now(),
    })
    await follow()
    expect(there.writes()).toBe(writes)
  })

  test('waits for whom the CRM does not know yet, and is written once it tells of them', async () => {
    await on()
    await gift('g1')
    await follow()
    expect((await look()).reasons).toEqual([{ why: 'not_in_crm', state: 'refused', count: 1 }])
    const sweep = async () => {
      f.waiting.push({
        nudge: { tenantId: cast.harbor, kind: 'write-back', ref: connectionId, attempt: 0 },
        at: f.clock.now(),
      })
      for (const only of ['write-back', 'run-action'] as const) await f.run({ only, steps: 60 })
    }
    await sweep()
    expect((await look()).counts).toMatchObject({ refused: 1, written: 0 })
    await known()
    await sweep()
    expect(standing().influence).toBe('unattributed 100.00 %')
    expect((await look()).counts).toMatchObject({ refused: 0, written: 1 })
  })

  test('is not called written while nobody knows whether the CRM took it', async () => {
    await known()
    await on()
    await gift('g1')
    f.waiting.push({ nudge: { tenantId: cast.harbor, kind: 'attribute', attempt: 0 }, at: f.clock.now() })
    for (const only of ['attribute', 'write-back'] as const) await f.run({ only, steps: 60 })
    // Begun, and put off by the CRM: what it would write is noted, and nothing was written.
    await f.t.superuser`update action set state = 'running', attempts = 1, due_at = now() + interval '1 day'`
    const [row] = await f.t.superuser<{ key: string }[]>`select key from write_back`
    const due = await f.inside(async (inside) => {
      const found = await creditToWrite(
        inside,
        { of: 'contact', key: row?.key ?? '' },
        { fields, connector: 'hubspot' },
      )
      return 'hash' in found ? found.hash : ''
    })
    await f.t.superuser`update write_back set state = 'due', hash = ${due}`
    f.waiting.length = 0
    f.waiting.push({
      nudge: { tenantId: cast.harbor, kind: 'write-back', ref: connectionId, attempt: 0 },
      at: f.clock.now(),
    })
    await f.run({ only: 'write-back' })
    expect((await look()).counts).toMatchObject({ written: 0, sending: 1 })
    await f.run({ only: 'run-action', steps: 60 })
    expect(standing().influence).toBe('unattributed 100.00 %')
    expect((await look()).counts).toMatchObject({ written: 1, sending: 0 })
  })

  test('that a person found was never taken is not called written any more', async () => {
    await known()
    await on()
    await gift('g1')
    await follow()
    const [row] = await f.t.superuser<{ action_id: string }[]>`select action_id from write_back`
    await f.inside((inside) =>
      settleAttribution(
        inside,
        { actionId: row?.action_id ?? '', connectionId },
        { state: 'failed', why: 'did not happen' },
        f.clock.now(),
      ),
    )
    expect((await look()).counts).toMatchObject({ written: 0, failed: 1 })
  })

  test('of a won deal is its own, by everything that touched whom it names', async () => {
    const dealId = [...there.ledger.all('deals')][0]?.id ?? ''
    await known()
    await on()
    for (const [key, channel, seconds] of [
      ['a', 'sms', -300],
      ['b', 'email', -200],
      ['c', 'email', -100],
    ] as const)
      await touched(key, channel, seconds)
    await write('hubspot', 'deal', [
      {
        ...{ kind: 'opportunity', key: `${portal}:${dealId}`, happenedAt: later(-500), createdAt: later(-500) },
        ...{ state: 'won', closedAt: later(), amount: { minor: 90_000, currency: 'USD' } },
        contacts: [`${portal}:${contactId()}`],
      },
    ])
    await follow()
    expect(standing('deals', dealId).influence).toBe('email 100.00 %')
    expect(there.ledger.get('deals', dealId).properties['utm_campaign']).toBe('c')
  })

  test('of somebody who was erased is not written', async () => {
    await known()
    await on()
    await gift('g1')
    f.waiting.push({ nudge: { tenantId: cast.harbor, kind: 'attribute', attempt: 0 }, at: f.clock.now() })
    await f.run({ only: 'attribute' })
    await f.run({ only: 'write-back' })
    const contacts = createContacts({
      door: f.deps.door,
      secrets: f.deps.secrets,
      now: f.deps.now,
      newId: f.deps.newId,
    })
    const [row] = await f.t.superuser<{ no: number }[]>`select contact_no as no from journey`
    await contacts.erase(olive, cast.harbor, row?.no ?? 0)
    await f.run({ only: 'run-action', steps: 60 })
    expect(standing().influence ?? null).toBeNull()
    expect((await look()).reasons).toEqual([{ why: 'erased', state: 'refused', count: 1 }])
  })

  test('is tried out before it is switched on, and refused where a field cannot be', async () => {
    await known()
    await touched('fall', 'sms', -7_200)
    await gift('g1')
    await follow()
    const writes = there.writes()
    const preview = await back.preview(olive, cast.harbor, { connectionId, fields })
    expect(preview.contact?.fields).toEqual({ attr_first_campaign: 'sms 100.00 %', attr_credit: 30, ext_id: 'sms' })
    expect(preview).toMatchObject({ deal: null })
    expect(there.writes()).toBe(writes)
    const named = (contact: Record<string, string>) => ({ connectionId, on: true, fields: { contact, deal: {} } })
    for (const contact of [{ nothing: 'ext_id' }, { model: 'no name' }, { model: 'ext_id', influence: 'ext_id' }, {}])
      await expect(back.set(olive, cast.harbor, named(contact as Record<string, string>))).rejects.toThrow(Invalid)
    await expect(back.set(vera, cast.harbor, named({ model: 'ext_id' }))).rejects.toThrow(Forbidden)
    await expect(back.read(otto, cast.harbor, connectionId)).rejects.toThrow(NotFound)
  })

  test('stops after the CRM said no several times running, in words, and goes on when that is mended', async () => {
    const ids = [...there.ledger.all('contacts')].slice(0, 3).map(({ id }) => id)
    const people = ids.map((id) => ({ email: `${id}@example.org`, anonymousKey: id, lastName: 'Example' }))
    for (const [i, id] of ids.entries())
      await write('hubspot', `contact ${id}`, [
        {
          kind: 'crm_contact',
          key: `${portal}:${id}`,
          happenedAt: later(-90_000),
          ...(people[i] ? { person: people[i] } : {}),
        },
      ])
    const all = async (minor: number) => {
      for (const [i, id] of ids.entries()) await gift(`g ${id}`, minor, people[i])
      await follow()
    }
    const missing = { contact: { model: 'attr_modle' }, deal: {} }
    await back.set(olive, cast.harbor, { connectionId, on: true, fields: missing })
    await all(1_000)
    const stopped = await look()
    expect(stopped).toMatchObject({ state: 'stopped', counts: { failed: 3 } })
    expect(stopped.say).toContain('attr_modle')
    await all(2_000)
    expect((await look()).counts).toMatchObject({ due: 3 })
    await on()
    await follow()
    expect((await look()).counts).toMatchObject({ written: 3, due: 0, failed: 0 })
  })
})
