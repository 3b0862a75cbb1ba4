import { randomUUID } from 'node:crypto'
import type { Actor } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ledgerFixture, type LedgerFixture } from '../ledger/testing/ledger-fixture.ts'
import type { Secrets } from '../secrets/index.ts'
import { createEventDesk } from './create-event-desk.ts'
import type { EventDesk } from './event-desk.ts'
import { createEventIntake, type EventIntake } from './take-events.ts'
import { received, sent } from './testing/sent.ts'

let ledger: LedgerFixture
let intake: EventIntake
let desk: EventDesk
let olive: Actor
let clock = received
const told: { kind: string }[] = []
beforeAll(async () => {
  ledger = await ledgerFixture()
  olive = await ledger.as(cast.olive)
  const deps = {
    door: ledger.t.door,
    secrets: { forTenant: async () => ledger.keyring } as unknown as Secrets,
    notifier: { tell: (news: { kind: string }) => told.push(news) },
    sources: new Set<string>(),
    now: () => new Date(clock),
  }
  intake = createEventIntake({ ...deps, newId: randomUUID })
  desk = createEventDesk(deps)
})
beforeEach(async () => {
  clock = received
  await ledger.t.superuser`delete from event_rejection`
})
afterAll(() => ledger.t.drop())

const day = 86_400_000
const fax = { code: 'unknown_source', field: 'source', type: 'campaign_clicked', source: 'fax' }
const toWeb = [{ set: { path: 'source', value: 'web' } }]
const take = (items: readonly unknown[], sentAt?: string) =>
  intake.take(olive, cast.harbor, { items, sentAt, raw: Buffer.from(JSON.stringify(items)) })
const written = (id: unknown) =>
  ledger.t.superuser<{ at: Date; cause: number }[]>`
    select happened_at as at, cause from event where event_id = ${String(id)}::uuid`

describe('refused events', () => {
  test('stand in groups by cause, the most frequent first', async () => {
    await take([sent({ source: 'fax' }), sent({ event_type: 'nap_taken' }), sent({ source: 'fax' })])
    clock += 1_000
    await take([sent({ source: 'fax' })])
    const groups = await desk.rejections(olive, cast.harbor)
    expect(groups).toMatchObject([
      { ...fax, n: 3, more: false, firstAt: '2026-11-20T15:00:00.000Z', lastAt: '2026-11-20T15:00:01.000Z' },
      { code: 'unknown_type', type: 'nap_taken', source: 'web', n: 1 },
    ])
  })

  test('are shown without an email or a phone number in them', async () => {
    await take([
      sent({
        ...{ source: 'fax', user_id: 'pat@example.org', note: 'call +1 312 555 0142 or 312-555-0142' },
        properties: { deep: [{ phone: '3125550142', 'pat@example.org': 1 }], broken: 'a\0b\ud800' },
      }),
    ])
    const [sample] = await desk.samples(olive, cast.harbor, { group: fax, mending: toWeb })
    const text = JSON.stringify(sample)
    expect(text).not.toMatch(/example\.org|555/)
    expect(sample?.item).toMatchObject({ user_id: 'email:•••', source: 'fax' })
    expect(sample?.mended).toMatchObject({ source: 'web' })
    expect(sample?.verdict).toMatchObject({ ok: false, code: 'missing_field', field: 'properties.campaign_id' })
  })

  test('mended and sent in again are written with their own time and leave the group', async () => {
    const [one, two] = [sent({ source: 'fax', timestamp: '2026-11-19T08:00:00Z' }), sent({ source: 'fax' })]
    await take([one, two], '2026-11-20T15:10:00Z')
    told.length = 0
    const done = await desk.replay(olive, cast.harbor, { group: fax, mending: toWeb })
    expect(done).toEqual({ tried: 2, accepted: 2, duplicates: 0, refused: [], next: null })
    expect((await written(one['event_id']))[0]?.at.toISOString()).toBe('2026-11-19T07:50:00.000Z')
    expect(await desk.rejections(olive, cast.harbor)).toEqual([])
    expect(told).toMatchObject([{ kind: 'events' }])
    const [deed] = await ledger.t.superuser`select action, detail from audit order by seq desc limit 1`
    expect(deed).toMatchObject({ action: 'events.replayed', detail: { accepted: 2, mending: ['set source'] } })
  })

  test('that came forty days ago are judged as when they came, and are late today', async () => {
    const item = sent({ source: 'fax' })
    await take([item])
    clock = received + 40 * day
    expect(await desk.replay(olive, cast.harbor, { group: fax, mending: toWeb })).toMatchObject({ accepted: 1 })
    expect(await written(item['event_id'])).toMatchObject([{ at: new Date('2026-11-20T14:59:00Z'), cause: 1 }])
  })

  test('sent in again by two at once are written once', async () => {
    const items = Array.from({ length: 40 }, () => sent({ source: 'fax' }))
    await take(items)
    const both = await Promise.all([1, 2].map(() => desk.replay(olive, cast.harbor, { group: fax, mending: toWeb })))
    expect(both.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(40)
    expect(both.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(0)
  })

  test('that are refused still stay, each once, however often they are tried', async () => {
    await take([sent({ source: 'fax', properties: {} }), sent({ source: 'fax' })])
    const done = await desk.replay(olive, cast.harbor, { group: fax, mending: toWeb })
    expect(done).toMatchObject({
      tried: 2,
      accepted: 1,
      refused: [{ code: 'missing_field', field: 'properties.campaign_id', n: 1 }],
    })
    expect(await desk.replay(olive, cast.harbor, { group: fax, mending: toWeb })).toMatchObject({
      tried: 1,
      accepted: 0,
    })
    expect(await desk.rejections(olive, cast.harbor)).toMatchObject([{ ...fax, n: 1 }])
  })

  test('are tried slice by slice to the end of the group', async () => {
    for (const each of [1, 2]) await take(Array.from({ length: 600 }, () => sent({ source: 'fax', each })))
    const tried = []
    let accepted = 0
    let cursor: string | undefined
    do {
      const done = await desk.replay(olive, cast.harbor, { group: fax, mending: toWeb, cursor })
      tried.push(done.tried)
      accepted += done.accepted
      cursor = done.next ?? undefined
    } while (cursor !== undefined)
    expect(tried).toEqual([500, 500, 200])
    expect(accepted).toBe(1_200)
  })

  test('without an id get one of their own, the same at every try', async () => {
    await take([sent({ event_id: undefined })])
    const [group] = await desk.rejections(olive, cast.harbor)
    if (!group) throw new Error('nothing was refused')
    const mending = [{ make: 'event_id' as const }]
    expect(await desk.replay(olive, cast.harbor, { group, mending })).toMatchObject({ accepted: 1 })
    await ledger.t.superuser`update event_rejection set state = 'open'`
    expect(await desk.replay(olive, cast.harbor, { group, mending })).toMatchObject({ accepted: 0, duplicates: 1 })
  })

  test('of a kind that is defined since are taken as they are', async () => {
    const item = sent({ event_type: 'nap_taken', properties: { minutes: 20 } })
    await take([item])
    const [group] = await desk.rejections(olive, cast.harbor)
    if (!group) throw new Error('nothing was refused')
    const schema = { type: 'object', properties: { minutes: { type: 'integer' } }, required: ['minutes'] }
    await desk.saveKind(olive, cast.harbor, { name: 'nap_taken', schema })
    expect(await desk.replay(olive, cast.harbor, { group, mending: [] })).toMatchObject({ accepted: 1 })
    const { rows } = await desk.list(olive, cast.harbor, { kind: 'nap_taken', limit: 5 })
    expect(rows.map(({ eventId }) => eventId)).toEqual([item['event_id']])
  })

  test('are left by who may, and by nobody else', async () => {
    await take([sent({ source: 'fax' })])
    const [ana, vera, otto, sam] = await Promise.all(
      [cast.ana, cast.vera, cast.otto, cast.sam].map((each) => ledger.as(each)),
    )
    if (!ana || !vera || !otto || !sam) throw new Error('somebody is missing')
    for (const [who, why] of [
      [vera, 'does not allow'],
      [otto, 'No such client'],
      [ana, 'No such client'],
    ] as const) {
      await expect(desk.dismiss(who, cast.harbor, fax)).rejects.toThrow(why)
      await expect(desk.replay(who, cast.harbor, { group: fax, mending: toWeb })).rejects.toThrow(why)
      await expect(desk.samples(who, cast.harbor, { group: fax, mending: [] })).rejects.toThrow(why)
    }
    expect(await desk.dismiss(sam, cast.harbor, fax)).toEqual({ count: 1 })
    expect(await desk.rejections(olive, cast.harbor)).toEqual([])
  })
})

describe('the rules of events', () => {
  test('say our kinds with their fields', async () => {
    const { ours, personalData } = await desk.rules(olive, cast.harbor)
    expect(ours).toHaveLength(20)
    expect(personalData).toBe('hash')
    expect(ours.find(({ name }) => name === 'campaign_clicked')?.fields).toEqual(
      expect.arrayContaining([
        { name: 'campaign_id', type: 'uuid', required: true, oneOf: null },
        { name: 'click_type', type: 'string', required: false, oneOf: ['cta', 'headline', 'image', 'deep_link'] },
      ]),
    )
  })

  test('a kind has versions, is archived and brought back; each is in the audit', async () => {
    const save = (schema: Record<string, unknown>) => desk.saveKind(olive, cast.harbor, { name: 'door_opened', schema })
    expect(await save({ type: 'object' })).toEqual({ version: 1 })
    expect(await save({ type: 'object', required: ['door'] })).toEqual({ version: 2 })
    await desk.archiveKind(olive, cast.harbor, 'door_opened')
    const kind = async () => (await desk.rules(olive, cast.harbor)).own.find(({ name }) => name === 'door_opened')
    expect(await kind()).toMatchObject({ version: 2, archivedAt: '2026-11-20T15:00:00.000Z' })
    await desk.restoreKind(olive, cast.harbor, 'door_opened')
    expect(await kind()).toMatchObject({ archivedAt: null, schema: { required: ['door'] } })
    const deeds = await ledger.t.superuser<{ action: string }[]>`
      select action from audit where subject = 'door_opened' order by seq`
    expect(deeds.map(({ action }) => action)).toEqual([
      'events.kind_saved',
      'events.kind_saved',
      'events.kind_archived',
      'events.kind_restored',
    ])
    await expect(save({ type: 'object', pattern: '(a+)+' })).rejects.toThrow('pattern')
    await expect(desk.archiveKind(olive, cast.harbor, 'nobody')).rejects.toThrow('No such kind')
  })

  test('personal data is refused where the client says so, by who may say so', async () => {
    const sam = await ledger.as(cast.sam)
    await expect(desk.setPersonalData(sam, cast.harbor, 'refuse')).rejects.toThrow('does not allow')
    await desk.setPersonalData(olive, cast.harbor, 'refuse')
    expect((await desk.rules(olive, cast.harbor)).personalData).toBe('refuse')
    const [deed] = await ledger.t.superuser`select action, detail from audit order by seq desc limit 1`
    expect(deed).toEqual({ action: 'events.personal_data', detail: { before: 'hash', after: 'refuse' } })
    await desk.setPersonalData(olive, cast.harbor, 'hash')
  })
})
