import { testDatabase, type TestDatabase } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkAttribution, repairAttribution } from '../check-attribution.ts'
import { namedPlaces } from '../named-places.ts'
import { story } from '../testing/story.ts'
import { deliveryChanges, deliverySums, type DeliveryAsked } from './delivery.store.ts'
import { checkDeliveryLaws } from './testing/delivery-laws.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await testDatabase()
})
afterAll(() => t.drop())

test('over random histories delivery is spend to the cent at every batch, kept as an oracle and a rebuild have it, in any order', async () => {
  await checkDeliveryLaws(t, { seed: 7, runs: 10 })
}, 240_000)

describe('delivery', () => {
  const spend = (key: string, minor: number, more = {}) => ({
    kind: 'spend' as const,
    key,
    happenedAt: '2026-11-10T05:00:00.000Z',
    sourceDay: { day: '2026-11-10', zone: 'America/New_York' },
    amount: { minor, currency: 'USD' },
    campaign: 'fall',
    ad: 'one',
    impressions: minor * 10,
    ...more,
  })
  const asked: DeliveryAsked = { from: '2026-11-10', to: '2026-11-10', kinds: ['spend', 'impressions'], by: 'all' }

  test('is asked for as known at a batch, by place with its names, and its change by cause; what is altered by hand is found and made up for', async () => {
    const s = await story()
    try {
      await s.tell('spend', [spend('s', 500)])
      await s.attribute()
      const first = (await s.t.superuser`select max(batch)::int as batch from batch`)[0]?.['batch'] as number
      await s.tell('ad', [
        {
          kind: 'ad',
          key: 'one',
          happenedAt: '2026-11-09T05:00:00.000Z',
          campaign: 'fall',
          name: 'Ad One',
          creative: 'v',
        },
        { kind: 'creative', key: 'v', happenedAt: '2026-11-09T05:00:00.000Z', name: 'Video', links: [] },
      ])
      await s.attribute()
      await s.tell('spend', [spend('s', 700)])
      await s.attribute()
      const sum = (kind: string, minor: number, n: number) => ({
        kind,
        currency: kind === 'spend' ? 'USD' : '',
        minor,
        n,
        day: null,
        placeNo: null,
      })
      expect(await s.inside((it) => deliverySums(it, asked))).toEqual([
        sum('impressions', 0, 7000),
        sum('spend', 700, 1),
      ])
      expect(await s.inside((it) => deliverySums(it, { ...asked, batch: first }))).toEqual([
        sum('impressions', 0, 5000),
        sum('spend', 500, 1),
      ])
      const placed = await s.inside(async (it) => {
        const rows = await deliverySums(it, { ...asked, kinds: ['spend'], by: 'day_and_place' })
        return {
          rows,
          places: await namedPlaces(
            it,
            rows.flatMap(({ placeNo }) => placeNo ?? []),
          ),
        }
      })
      expect(placed.rows).toEqual([expect.objectContaining({ day: '2026-11-10', minor: 700 })])
      expect([...placed.places.values()]).toEqual([
        expect.objectContaining({
          channel: 'ads',
          creative: 'v',
          names: { campaign: null, adSet: null, ad: 'Ad One', creative: 'Video' },
        }),
      ])
      const last = (await s.t.superuser`select max(batch)::int as batch from batch`)[0]?.['batch'] as number
      expect(
        await s.inside((it) =>
          deliveryChanges(it, { from: asked.from, to: asked.to, kinds: ['spend'], then: first, now: last }),
        ),
      ).toEqual([{ kind: 'spend', currency: 'USD', cause: 'restatement', minor: 200, n: 0 }])

      expect(await s.inside(checkAttribution)).toMatchObject({ ok: true, delivery: [] })
      await s.t.superuser`update delivery_movement set minor = minor + 1 where kind = 'spend' and minor = 200`
      expect(await s.inside(checkAttribution)).toMatchObject({
        ok: false,
        delivery: [{ kind: 'spend', expected: { minor: 700, n: 1 }, found: { minor: 701, n: 1 } }],
      })
      await s.inside(repairAttribution)
      await s.attribute()
      expect(await s.inside(checkAttribution)).toMatchObject({ ok: true, delivery: [] })
      const [repair] = await s.t.superuser`select minor::int as minor from delivery_movement where cause = 'reprocess'`
      expect(repair).toEqual({ minor: -1 })
    } finally {
      await s.t.drop()
    }
  })
})
