import { randomUUID } from 'node:crypto'
import { causes } from '@throughline/canonical'
import { authenticateJob } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeZone } from '../ingest/change-zone.ts'
import { createWork } from '../jobs/index.ts'
import { zoneClock } from '../ledger/zone-clock.ts'
import { activityStrips } from './activity-strip.store.ts'
import { unpackEvents } from './activity-strip.ts'
import { checkEvents } from './check-events.ts'
import { importFixture, type ImportFixture } from './import/testing/import-fixture.ts'
import { beginRezoning, rezoneStep } from './rezone-events.ts'
import { createEventIntake, type EventIntake } from './take-events.ts'
import { campaignId, received, sent } from './testing/sent.ts'

let f: ImportFixture
let intake: EventIntake
const now = received
beforeAll(async () => {
  f = await importFixture()
  intake = createEventIntake({ ...f.deps, sources: new Set(), now: () => new Date(now) })
})
afterAll(() => f.ledger.t.drop())

const take = (items: readonly unknown[]) =>
  intake.take(f.olive, cast.harbor, { items, raw: Buffer.from(JSON.stringify(items)) })
const minute = 60_000
/** One every three hours of two weeks, across the end of summer time, of several kinds and people; one was held out. */
const fortnight = () =>
  Array.from({ length: 110 }, (_, i) =>
    sent({
      timestamp: new Date(Date.parse('2026-10-25T01:10:00Z') + i * 180 * minute).toISOString(),
      user_id: `user-${i % 7}`,
      event_type: i % 3 === 0 ? 'campaign_delivered' : 'campaign_clicked',
      properties: { campaign_id: campaignId, delivery_channel: 'email', ...(i % 9 === 0 ? { is_holdout: true } : {}) },
    }),
  )
const workId = randomUUID()
/** As settings ask for it; the job runs to its end, with `between` after each of its steps. */
async function change(zone: string, between: () => Promise<unknown> = async () => {}): Promise<number> {
  await f.ledger.t.superuser`delete from work`
  await f.ledger.t.superuser`update tenant set wanted_time_zone = ${zone} where tenant_id = ${cast.harbor}`
  const at = new Date(now)
  await f.ledger.inside((it) =>
    createWork(it, { workId, kind: 'change-zone', input: {}, requestedBy: 'test', now: at }),
  )
  const handler = changeZone({ ...f.deps, now: () => new Date(now) })
  const nudge = { tenantId: cast.harbor, kind: 'change-zone' as const, ref: workId, attempt: 0 }
  for (let steps = 1; ; steps++) {
    const outcome = await handler(nudge, { until: new Date(0), signal: new AbortController().signal })
    if (outcome === 'done') return steps
    await between()
  }
}
const misplaced = async (zone: string) => {
  const rows = await f.ledger.t.superuser<{ ms: string; day: string; hour: number }[]>`
    select (extract(epoch from happened_at) * 1000)::bigint as ms, day::text, hour from event`
  expect(rows.length).toBeGreaterThan(100)
  const clock = zoneClock(zone)
  return rows.filter(({ ms, day, hour }) => {
    const at = clock(Number(ms))
    return at.day !== day || at.hour !== hour
  })
}
const strayed = async (zone: string) => {
  const pieces = await f.ledger.inside((it) => activityStrips(it, { from: '2026-01-01', to: '2027-01-01' }))
  const all = pieces.flatMap((piece) => unpackEvents(piece).map(({ sec }) => ({ day: piece.day, sec })))
  expect(all.length).toBeGreaterThan(100)
  return all.filter(({ day, sec }) => zoneClock(zone)(sec * 1000).day !== day)
}
const recorded = (day: string) =>
  f.ledger.t
    .superuser`select * from activity_movement where recorded_day = ${day} order by day, campaign_no, channel, cause`
const differences = async () => (await f.ledger.inside(checkEvents)).differences

describe('events of a client whose days change their zone', () => {
  let before: string

  test('lie on days of the old zone, some of them taken back', async () => {
    await take(fortnight())
    const lines = [
      'event_type,timestamp,user_id,source,campaign_id',
      `campaign_clicked,2026-11-02 23:30,ann,web,${campaignId}`,
      '',
    ]
    const importId = await f.upload(lines.join('\n'), { pieces: 10_000 })
    await f.imports.start(f.olive, cast.harbor, importId, 'write')
    await f.run()
    await f.imports.start(f.olive, cast.harbor, importId, 'undo')
    await f.run()
    await f.ledger.t.superuser`update activity_movement set recorded_day = '2026-11-19'`
    expect(await misplaced('America/Chicago')).toEqual([])
    expect(await differences()).toEqual([])
    before = await f.sums()
  })

  test('are on days and hours of the new one, and so is what is counted of them, booked today by the difference', async () => {
    const reported = await recorded('2026-11-19')
    await change('Pacific/Auckland')
    expect(await misplaced('Pacific/Auckland')).toEqual([])
    expect(await strayed('Pacific/Auckland')).toEqual([])
    expect(await differences()).toEqual([])
    expect(await f.sums()).not.toBe(before)
    expect(await recorded('2026-11-19')).toEqual(reported)
    const late = await f.ledger.t.superuser<{ cause: number }[]>`
      select distinct cause from activity_movement where recorded_day > '2026-11-19'`
    expect(late.map(({ cause }) => causes[cause])).toEqual(['zone_change'])
  })

  test('are back where they were when it is changed back', async () => {
    await change('America/Chicago')
    expect(await misplaced('America/Chicago')).toEqual([])
    expect(await differences()).toEqual([])
    expect(await f.sums()).toBe(before)
  })

  test('agree with their counts after every step, also those that come meanwhile', async () => {
    await f.ledger.t.superuser`update tenant set time_zone = 'Asia/Kolkata' where tenant_id = ${cast.harbor}`
    let at = await f.ledger.inside(beginRezoning)
    let steps = 0
    while (at) {
      const here = at
      at = await f.ledger.inside((it) => rezoneStep(it, here, 25))
      await take([sent({ timestamp: '2026-11-19T20:00:00Z', user_id: `between-${steps}` })])
      expect((await differences()).filter(({ what }) => what !== 'strip')).toEqual([])
      steps += 1
    }
    expect(steps).toBeGreaterThan(5 + 14)
    expect([await misplaced('Asia/Kolkata'), await strayed('Asia/Kolkata'), await differences()]).toEqual([[], [], []])
  })

  test('end in the zone that was asked for last, whatever was asked for and called off meanwhile', async () => {
    let asked = 0
    const called = async () => {
      // Once the new zone is in force and events follow: another, and then none.
      const [tenant] = await f.ledger.t
        .superuser`select time_zone, wanted_time_zone from tenant where tenant_id = ${cast.harbor}`
      if (tenant?.['time_zone'] !== 'America/New_York' || asked > 1) return
      asked += 1
      const zone = asked === 1 ? 'Europe/Paris' : null
      await f.ledger.t.superuser`update tenant set wanted_time_zone = ${zone} where tenant_id = ${cast.harbor}`
    }
    await change('America/New_York', called)
    expect(asked).toBe(2)
    expect([await misplaced('America/New_York'), await strayed('America/New_York'), await differences()]).toEqual([
      [],
      [],
      [],
    ])
  })

  test('are not touched in another client', async () => {
    const other = await f.ledger.t.door.withTenant(authenticateJob(cast.rivers, 'test'), cast.rivers, beginRezoning)
    expect(other).toBeUndefined()
    expect(await f.ledger.inside(beginRezoning)).toBeDefined()
  })
})
