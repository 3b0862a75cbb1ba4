import { randomUUID } from 'node:crypto'
import { causes } from '@throughline/canonical'
import type { Actor } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ledgerFixture, type LedgerFixture } from '../ledger/testing/ledger-fixture.ts'
import type { Secrets } from '../secrets/index.ts'
import { createContacts } from '../contacts/index.ts'
import { activityStrips, mergeClosedActivity } from './activity-strip.store.ts'
import { checkEvents, repairEventDay } from './check-events.ts'
import { unpackEvents } from './activity-strip.ts'
import { activityKinds } from './strip-kind.ts'
import { createEventIntake, type EventIntake } from './take-events.ts'
import { campaignId, received, sent } from './testing/sent.ts'

let ledger: LedgerFixture
let intake: EventIntake
let olive: Actor
let otto: Actor
const told: unknown[] = []
beforeAll(async () => {
  ledger = await ledgerFixture()
  olive = await ledger.as(cast.olive)
  otto = await ledger.as(cast.otto)
  intake = createEventIntake({
    door: ledger.t.door,
    secrets: { forTenant: async () => ledger.keyring } as unknown as Secrets,
    notifier: { tell: (news) => told.push(news) },
    sources: new Set(['actblue']),
    now: () => new Date(received),
    newId: randomUUID,
  })
})
afterAll(() => ledger.t.drop())

const take = async (items: readonly unknown[], sentAt?: string) => {
  const it = await intake.take(olive, cast.harbor, { items, sentAt, raw: Buffer.from(JSON.stringify(items)) })
  if (it.result !== 'taken') throw new Error('busy')
  return it.results.map((each) => each.status + ('code' in each ? ` ${each.code}` : ''))
}
const counts = async () => {
  const [row] = await ledger.t.superuser<Record<string, number>[]>`select
    (select count(*)::int from event) as events, (select count(*)::int from event_key) as keys,
    (select coalesce(sum(n), 0)::int from event_volume) as volume, (select coalesce(sum(clicked), 0)::int from activity_movement) as clicks,
    (select coalesce(sum(clicked), 0)::int from activity_hour) as hourly, (select coalesce(sum(n), 0)::int from activity_strip) as strips,
    (select count(*)::int from event_rejection) as rejected, (select count(*)::int from event_delivery) as deliveries`
  return row
}

describe('events', () => {
  const click = sent()

  test('are written once, counted, packed and kept raw, all or nothing of each', async () => {
    expect(await take([click, sent({ source: 'fax' }), click])).toEqual([
      'accepted',
      'rejected unknown_source',
      'duplicate',
    ])
    expect(await counts()).toEqual({
      events: 1,
      keys: 1,
      volume: 1,
      clicks: 1,
      hourly: 1,
      strips: 1,
      rejected: 1,
      deliveries: 1,
    })
    expect(told).toEqual([{ tenantId: cast.harbor, kind: 'events', batch: 1 }])
  })

  test('sent again change nothing, even if they say something else', async () => {
    expect(await take([{ ...click, user_id: 'somebody else', timestamp: '2026-11-19T10:00:00Z' }])).toEqual([
      'duplicate',
    ])
    expect(await counts()).toMatchObject({ events: 1, keys: 1, volume: 1, strips: 1, deliveries: 1 })
    const [head] = await ledger.t.superuser<
      { batch: string }[]
    >`select batch from ledger_head where tenant_id = ${cast.harbor}`
    expect(Number(head?.batch)).toBe(1)
  })

  test('sent twice at once are written once', async () => {
    const items = Array.from({ length: 50 }, () => sent())
    const [first, second] = await Promise.all([take(items), take(items)])
    expect([...first, ...second].filter((each) => each === 'accepted')).toHaveLength(50)
    expect(await counts()).toMatchObject({ events: 51, keys: 51, clicks: 51, strips: 51 })
  })

  test('lie on the tenant’s own day and hour; late ones are tagged and counted on their day', async () => {
    await take([sent({ timestamp: '2026-11-10T04:30:00Z', user_id: 'late' })])
    const [row] = await ledger.t.superuser`
      select day::text, hour, cause from event where happened_at = '2026-11-10T04:30:00Z'`
    expect(row).toEqual({ day: '2026-11-09', hour: 22, cause: causes.indexOf('late') })
    const [counted] = await ledger.t.superuser`
      select day::text, recorded_day::text as recorded, clicked from activity_movement where day = '2026-11-09'`
    expect(counted).toMatchObject({ day: '2026-11-09', clicked: 1 })
    const [piece] = await ledger.inside((inside) => activityStrips(inside, { from: '2026-11-09', to: '2026-11-09' }))
    expect(piece && unpackEvents(piece)).toMatchObject([
      { sec: Date.parse('2026-11-10T04:30:00Z') / 1000, kind: 3, sign: 1 },
    ])
  })

  test('of one person are one contact, whatever names it; a visitor is one of their own until named', async () => {
    const at = '2026-11-20T14:00:00Z'
    await take([
      sent({ user_id: 'pat', anonymous_id: 'device-1', timestamp: at }),
      sent({ user_id: 'pat', timestamp: at }),
      sent({ user_id: null, anonymous_id: 'device-2', timestamp: at }),
      sent({ user_id: 'Pat@Example.org', timestamp: at }),
      sent({ user_id: ' pat@example.org', timestamp: at }),
    ])
    const rows = await ledger.t.superuser<{ contact_no: number; n: number }[]>`
      select contact_no, count(*)::int as n from event where happened_at = ${at} group by 1 order by 1`
    expect(rows.map(({ n }) => n).sort()).toEqual([1, 2, 2])
    const kinds = await ledger.t.superuser<{ kind: string }[]>`select distinct kind from identity order by 1`
    expect(kinds.map(({ kind }) => kind)).toEqual(['email', 'id:events:user', 'id:events:visitor'])
    const text = JSON.stringify(await ledger.t.superuser`select * from event`)
    expect(text).not.toContain('example.org')
  })

  test('names are numbers, given out once', async () => {
    await take([
      sent({ context: { region: 'IL' } }),
      sent({ context: { region: 'TX' } }),
      sent({ context: { region: 'IL' } }),
    ])
    expect(await ledger.t.superuser`select "of", name, no from event_name order by 1, 2`).toEqual([
      { of: 'campaign', name: campaignId, no: 1 },
      { of: 'region', name: 'IL', no: 1 },
      { of: 'region', name: 'TX', no: 2 },
    ])
  })

  test('of somebody who may not write there are refused, and of the owner taken', async () => {
    const items = [sent()]
    await expect(intake.take(otto, cast.harbor, { items, raw: new Uint8Array() })).rejects.toThrow('No such client')
    expect(await take(items)).toEqual(['accepted'])
  })

  test('many small requests of one day leave few pieces behind', async () => {
    for (let i = 0; i < 40; i++) await take([sent({ timestamp: '2026-11-18T18:00:00Z', user_id: `user-${i}` })])
    const [piece] = await ledger.t.superuser<{ pieces: number; n: number }[]>`
      select count(*)::int as pieces, sum(n)::int as n from activity_strip where day = '2026-11-18'`
    expect(piece?.n).toBe(40)
    expect(piece?.pieces).toBeLessThan(32)
  })

  test('that were withheld or only received, are a visit or begin a form are told apart in strips and counts', async () => {
    const timestamp = '2026-11-16T18:00:00Z'
    const delivered = (more: object) =>
      sent({ timestamp, event_type: 'campaign_delivered', properties: { campaign_id: campaignId, ...more } })
    const engaged = (engagement_type: string) =>
      sent({ timestamp, event_type: 'user_engaged', properties: { engagement_type } })
    await take([
      delivered({}),
      delivered({ is_holdout: true }),
      engaged('page_view'),
      engaged('form_open'),
      engaged('search'),
      sent({
        timestamp,
        event_type: 'campaign_viewed',
        properties: { campaign_id: campaignId, view_type: 'received' },
      }),
      sent({ timestamp, event_type: 'campaign_viewed', properties: { campaign_id: campaignId, view_type: 'opened' } }),
    ])
    const [piece] = await ledger.inside((inside) => activityStrips(inside, { from: '2026-11-16', to: '2026-11-16' }))
    const { delivered: given, viewed, held_out, visited, started, received: got, engaged: used } = activityKinds
    const kinds = [given, viewed, used, held_out, visited, started, got]
    expect(piece && unpackEvents(piece).map(({ kind }) => kind)).toEqual(kinds)
    const [counted] = await ledger.t.superuser`
      select sum(viewed)::int as viewed, sum(delivered)::int as delivered from activity_hour where day = '2026-11-16'`
    expect(counted).toEqual({ viewed: 1, delivered: 1 })
  })

  test('agree with what is counted and packed of them, and what was altered by hand is named', async () => {
    await ledger.inside((inside) => mergeClosedActivity(inside, '2026-11-20'))
    expect(await ledger.inside(checkEvents)).toMatchObject({ ok: true, differences: [] })
    await ledger.t.superuser`update activity_movement set clicked = clicked + 1 where day = '2026-11-09'`
    await ledger.t.superuser`update activity_strip set contact = sec where day = '2026-11-18'`
    const { ok, differences } = await ledger.inside(checkEvents)
    expect([ok, differences.map(({ day, what }) => [day, what.split(' ')[0]])]).toEqual([
      false,
      [
        ['2026-11-09', 'campaign'],
        ['2026-11-18', 'strip'],
      ],
    ])
  })

  test('are counted right again by a repair, which adds what is missing and rewrites nothing', async () => {
    const altered = () => ledger.t.superuser`
      select * from activity_movement where day = '2026-11-09' and cause <> ${causes.indexOf('reprocess')}`
    const before = await altered()
    await ledger.t.superuser`delete from event_volume where day = '2026-11-18' and kind = 3`
    const { differences } = await ledger.inside(checkEvents)
    expect(new Set(differences.map(({ day }) => day))).toEqual(new Set(['2026-11-09', '2026-11-18']))
    for (const day of ['2026-11-09', '2026-11-18'])
      expect(await ledger.inside((inside) => repairEventDay(inside, day))).toEqual(
        differences.filter((each) => each.day === day),
      )
    expect(await ledger.inside(checkEvents)).toMatchObject({ ok: true, differences: [] })
    expect(await altered()).toEqual(before)
    const [added] = await ledger.t.superuser`
      select recorded_day = (clock_timestamp() at time zone 'UTC')::date as today, clicked from activity_movement
      where day = '2026-11-09' and cause = ${causes.indexOf('reprocess')}`
    expect(added).toEqual({ today: true, clicked: -1 })
    expect(await ledger.inside((inside) => repairEventDay(inside, '2026-11-09'))).toEqual([])
  })

  test('of somebody who was erased lose what was posted, and theirs that come later find the tombstone', async () => {
    const event = () => sent({ user_id: 'erase.me@example.org', timestamp: '2026-11-17T18:00:00Z' })
    await take([event()])
    const secrets = { forTenant: async () => ledger.keyring } as unknown as Secrets
    const contacts = createContacts({ door: ledger.t.door, secrets, now: () => new Date(received), newId: randomUUID })
    const found = await contacts.find(olive, cast.harbor, { email: 'erase.me@example.org' })
    if (!found) throw new Error('not found')
    const before = await counts()
    await contacts.erase(olive, cast.harbor, found.contactNo)
    expect((await counts())?.['deliveries']).toBe((before?.['deliveries'] ?? 0) - 1)
    await take([event()])
    expect(await contacts.find(olive, cast.harbor, { email: 'erase.me@example.org' })).toBeNull()
    const rows = await ledger.t
      .superuser`select distinct contact_no from event where happened_at = '2026-11-17T18:00:00Z'`
    expect(rows).toEqual([{ contact_no: found.contactNo }])
  })
})
