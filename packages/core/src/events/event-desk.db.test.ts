import { randomUUID } from 'node:crypto'
import type { Actor } from '@throughline/db'
import { cast, planFaults, sentBy } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ledgerFixture, type LedgerFixture } from '../ledger/testing/ledger-fixture.ts'
import type { Secrets } from '../secrets/index.ts'
import { createEventDesk } from './create-event-desk.ts'
import type { EventDesk } from './event-desk.ts'
import { createEventIntake, type EventIntake } from './take-events.ts'
import { campaignId, received, sent } from './testing/sent.ts'

let ledger: LedgerFixture
let intake: EventIntake
let desk: EventDesk
let olive: Actor
let otto: Actor
let vera: Actor
const deps = () => ({
  door: ledger.t.door,
  secrets: { forTenant: async () => ledger.keyring } as unknown as Secrets,
  notifier: { tell: () => {} },
  sources: new Set(['actblue']),
  now: () => new Date(received),
})
beforeAll(async () => {
  ledger = await ledgerFixture()
  ;[olive, otto, vera] = await Promise.all([ledger.as(cast.olive), ledger.as(cast.otto), ledger.as(cast.vera)])
  intake = createEventIntake({ ...deps(), newId: randomUUID })
  desk = createEventDesk(deps())
  await take(Array.from({ length: 7 }, (_, i) => sent({ user_id: `user-${i}`, timestamp: `2026-11-20T14:0${i}:00Z` })))
  await take([
    sent({ user_id: null, anonymous_id: 'device', source: 'actblue', context: { region: 'IL' } }),
    sent({ timestamp: '2026-11-10T12:00:00Z' }),
    sent({
      event_type: 'user_purchased',
      properties: { order_id: randomUUID(), order_value: '25.50', note: 'for Pat, pat@example.org' },
    }),
  ])
})
afterAll(() => ledger.t.drop())

const take = async (items: readonly unknown[]) => {
  const it = await intake.take(olive, cast.harbor, { items, raw: Buffer.from(JSON.stringify(items)) })
  if (it.result !== 'taken') throw new Error('busy')
}
const all = async (filter: object, limit: number) => {
  const pages = []
  let cursor: string | undefined
  do {
    const page = await desk.list(olive, cast.harbor, { ...filter, cursor, limit })
    pages.push(page.rows)
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return pages
}

describe('the stream of events', () => {
  test('is read newest recorded first, page by page, each event once', async () => {
    const pages = await all({}, 4)
    expect(pages.map((page) => page.length)).toEqual([4, 4, 2])
    const rows = pages.flat()
    expect(new Set(rows.map(({ eventId }) => eventId)).size).toBe(10)
    expect(rows.map(({ batch }) => batch)).toEqual([2, 2, 2, 1, 1, 1, 1, 1, 1, 1])
  })

  test('names what is a number, and shows nobody', async () => {
    const [row] = (await desk.list(olive, cast.harbor, { source: 'actblue', limit: 10 })).rows
    expect(row).toMatchObject({
      ...{ kind: 'campaign_clicked', source: 'actblue', region: 'IL', campaign: campaignId, late: false },
      contact: { visitor: true },
    })
    const { rows } = await desk.list(olive, cast.harbor, { kind: 'user_purchased', limit: 10 })
    expect(rows).toHaveLength(1)
    expect(rows[0]?.contact?.visitor).toBe(false)
    const detail = await desk.read(olive, cast.harbor, rows[0]?.eventId ?? '')
    expect(detail.amount).toEqual({ minor: 2550, currency: 'USD' })
    expect(String(detail.properties['note'])).toMatch(/^for Pat, email:/)
  })

  test('is filtered by kind, source, channel and lateness; what nobody ever sent matches nothing', async () => {
    const count = async (filter: object) => (await all(filter, 3)).flat().length
    expect(await count({ kind: 'campaign_clicked' })).toBe(9)
    expect(await count({ late: true })).toBe(1)
    expect(await count({ late: false, kind: 'campaign_clicked' })).toBe(8)
    expect(await count({ source: 'web' })).toBe(9)
    for (const nothing of [{ kind: 'never' }, { source: 'fax' }, { channel: 'sms' }, { channel: 'pigeon' }])
      expect(await count(nothing)).toBe(0)
  })

  test('is not another’s, nor a viewer’s; one event is found by its id where it is', async () => {
    const [row] = (await desk.list(olive, cast.harbor, { limit: 1 })).rows
    const eventId = row?.eventId ?? ''
    await expect(desk.list(otto, cast.harbor, { limit: 1 })).rejects.toThrow('No such client')
    await expect(desk.read(otto, cast.prairie, eventId)).rejects.toThrow('No such event')
    await expect(desk.read(vera, cast.harbor, eventId)).rejects.toThrow('does not allow')
    expect(await desk.read(olive, cast.harbor, eventId)).toMatchObject({ eventId })
    await expect(desk.list(olive, cast.harbor, { cursor: "1' or true", limit: 1 })).rejects.toThrow(
      'place in this list',
    )
  })

  test('of a filter that matches little is looked through a bounded number at a time, to the end', async () => {
    const many = Array.from({ length: 6 }, () =>
      Array.from({ length: 1_000 }, (_, i) => sent({ user_id: `user-${i % 50}`, source: 'backend' })),
    )
    for (const items of many) await take(items)
    const first = await desk.list(olive, cast.harbor, { late: true, limit: 10 })
    expect(first.rows).toHaveLength(0)
    expect(first.lookedBackTo).not.toBeNull()
    const second = await desk.list(olive, cast.harbor, { late: true, limit: 10, cursor: first.next ?? '' })
    expect(second.rows).toHaveLength(1)
    expect(second).toMatchObject({ next: null, lookedBackTo: null })
  })
})

describe('the volume of events', () => {
  test('by day, kind and source is what was written, beside the days before', async () => {
    const volume = await desk.volume(olive, cast.harbor, { from: '2026-11-11', to: '2026-11-20', by: 'day' })
    expect(volume).toMatchObject({ n: 6_009, before: 1, late: 0, rejected: 0 })
    expect(volume.buckets).toHaveLength(10)
    expect(volume.buckets.at(-1)?.bySource).toEqual({ web: 8, actblue: 1, backend: 6_000 })
    expect(volume.kinds).toEqual([
      { name: 'campaign_clicked', n: 6_008, before: 1 },
      { name: 'user_purchased', n: 1, before: 0 },
    ])
    expect((await desk.volume(olive, cast.harbor, { from: '2026-11-10', to: '2026-11-10', by: 'day' })).late).toBe(1)
  })

  test('by hour adds up to the day, and counts what was refused in the tenant’s own hour', async () => {
    await take([sent({ source: 'fax' })])
    const volume = await desk.volume(olive, cast.harbor, { from: '2026-11-20', to: '2026-11-20', by: 'hour' })
    expect(volume.buckets).toHaveLength(24)
    expect(volume.n).toBe(6_009)
    expect(volume.buckets[8]?.n).toBe(6_009)
    expect(volume.buckets[9]).toMatchObject({ hour: 9, n: 0, rejected: 1 })
    expect(volume.rejected).toBe(1)
    await expect(desk.volume(olive, cast.harbor, { from: '2026-10-01', to: '2026-11-20', by: 'hour' })).rejects.toThrow(
      'at most a week',
    )
  })
})

test('what the pages ask is asked of the tenant’s policy once, through an index', async () => {
  const group = { code: 'unknown_source', field: 'source', type: 'campaign_clicked', source: 'fax' }
  const [row] = (await desk.list(olive, cast.harbor, { limit: 1 })).rows
  const cursor = `1.${row?.eventId}`
  const sentQueries = await sentBy(
    ledger.t,
    () => new Date(received),
    async (door) => {
      const it = createEventDesk({ ...deps(), door })
      await it.list(olive, cast.harbor, { limit: 50 })
      await it.list(olive, cast.harbor, { limit: 50, cursor, kind: 'campaign_clicked', late: false })
      await it.read(olive, cast.harbor, row?.eventId ?? '')
      await it.volume(olive, cast.harbor, { from: '2026-11-01', to: '2026-11-20', by: 'day' })
      await it.rejections(olive, cast.harbor)
      await it.samples(olive, cast.harbor, { group, mending: [] })
      await it.rules(olive, cast.harbor)
    },
  )
  expect(sentQueries.length).toBeGreaterThan(8)
  expect(await planFaults(ledger.t, sentQueries)).toEqual([])
})
