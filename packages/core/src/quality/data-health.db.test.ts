import { randomUUID } from 'node:crypto'
import type { CanonicalRecord } from '@throughline/canonical'
import { eventSources } from '@throughline/canonical/event'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { donor, story, type Story } from '../attribution/testing/story.ts'
import { connectionId, testNow } from '../ledger/testing/ledger-fixture.ts'
import { costPerQuery } from '../metrics/formulas/cost-per-query.ts'
import { dataFreshness } from '../metrics/formulas/data-freshness.ts'
import { uptime } from '../metrics/formulas/uptime.ts'
import type { Metric } from '../metrics/registry/metric.ts'
import { readAnomalies, readMeasures, readReconciliation } from './data-health.ts'
import { readLevels } from './freshness/read-levels.ts'
import { openServiceMeter } from './service/open-service-meter.ts'
import { serviceSums } from './service/service-minute.store.ts'
import { addRepeats } from './sources/repeat-count.store.ts'

let s: Story
const backend = 1 + eventSources.indexOf('backend')
const range = { from: '2026-11-10', to: '2026-11-20' }
beforeAll(async () => {
  s = await story()
  await s.t
    .superuser`insert into connection (tenant_id, connection_id, connector, name, state, config, every_minutes, created_at)
    values (${s.tenantId}, ${connectionId}, 'acme', 'Acme', 'active', '{}', 60, '2026-11-01')`
})
afterAll(() => s.t.drop())

const measuresOf = async (name: string) => {
  const sources = await s.inside((it) => readMeasures(it, range, testNow))
  const source = sources.find((each) => each.name === name)
  return Object.fromEntries(source?.measures.map((measure) => [measure.id, measure]) ?? [])
}

describe('the seven measures', () => {
  test('of a connection of which nothing came yet are all unknown', async () => {
    expect(Object.values(await measuresOf('Acme')).map(({ value }) => value)).toEqual(Array(7).fill(null))
  })

  test('of a connection: rows that were read and set aside, what the source counts, the last reading', async () => {
    const { superuser: sql } = s.t
    await sql`insert into sync_run (tenant_id, run_id, connection_id, stream, trigger, state, started_at, read, fresh, quarantined)
      values (${s.tenantId}, ${randomUUID()}, ${connectionId}, 'gifts', 'schedule', 'done', '2026-11-18T12:00:00Z', 100, 90, 10),
        (${s.tenantId}, ${randomUUID()}, ${connectionId}, 'gifts', 'backfill', 'done', '2026-11-18T12:00:00Z', 9000, 9000, 0)`
    const aside = (at: string, message: string, hash: string) => sql`
      insert into quarantine (tenant_id, id, connection_id, stream, origin, received_at, issues, body_hash, body, state)
      values (${s.tenantId}, ${randomUUID()}, ${connectionId}, 'gifts', 'read', ${at}, ${sql.json([{ path: 'x', message }])}, ${hash}, '', 'open')`
    for (let i = 0; i < 4; i++)
      await aside('2026-11-18T12:00:00Z', 'Invalid input: expected string, received undefined', `a${i}`)
    for (let i = 0; i < 6; i++) await aside('2026-11-18T12:00:00Z', 'Invalid date', `b${i}`)
    await aside('2026-10-01T12:00:00Z', 'Invalid date', 'long ago')
    await sql`insert into stream_state (tenant_id, connection_id, stream, lane, state, last_read_at)
      values (${s.tenantId}, ${connectionId}, 'gifts', 'sync', 'ok', '2026-11-20T14:30:00Z')`
    const differences = [
      {
        day: '2026-11-12',
        source: { count: 5, minor: null },
        ours: { count: 2, minor: null },
        currency: null,
        cause: 'missing',
      },
      {
        day: '2026-10-12',
        source: { count: 9, minor: null },
        ours: { count: 0, minor: null },
        currency: null,
        cause: 'missing',
      },
    ]
    await sql`insert into completeness (tenant_id, connection_id, stream, checked_at, from_day, to_day, state, source_count, our_count, differences)
      values (${s.tenantId}, ${connectionId}, 'gifts', '2026-11-20T14:00:00Z', '2026-09-01', '2026-11-20', 'differs', 14, 2, ${sql.json(differences)})`
    await sql`insert into source_record (tenant_id, source, source_key, stream, connection_id, rank, revision, content_hash, records, first_seen_at, seen_at, tally_day)
      select ${s.tenantId}, 'acme', 'r' || i, 'gifts', ${connectionId}, 1, 1, 'x', '[]', '2026-11-12', '2026-11-12', '2026-11-12'
      from generate_series(1, 2) i`
    const measures = await measuresOf('Acme')
    expect(measures['validation']).toMatchObject({ part: 90, whole: 100, state: 'poor' })
    expect(measures['completeness']).toMatchObject({ value: 0.96, state: 'good' })
    expect(measures['schema']).toMatchObject({ value: 0.94, state: 'poor' })
    expect(measures['ingestion']).toMatchObject({ part: 2, whole: 5, basis: 'source', state: 'poor' })
    expect(measures['freshness']).toMatchObject({ value: 30, state: 'good' })
    expect(measures['duplicates']).toMatchObject({ value: null, unknown: 'not_counted' })
  })

  test('of events: what came, came twice, was refused, and was late', async () => {
    const { superuser: sql } = s.t
    await sql`insert into event_volume (tenant_id, day, recorded_day, hour, kind, source, cause, n)
      select ${s.tenantId}, d, d, 9, 3, 2, 0, 100 from generate_series('2026-10-10'::date, '2026-11-19'::date, '1 day') d
      where d not in ('2026-11-14', '2026-11-15')`
    await sql`insert into event_volume (tenant_id, day, recorded_day, hour, kind, source, cause, n)
      values (${s.tenantId}, '2026-11-13', '2026-11-16', 9, 3, 2, 1, 100)`
    await sql`insert into event_rejection (tenant_id, id, received_at, code, field, type, source, reason, skew_ms, state, body)
      select ${s.tenantId}, gen_random_uuid(), '2026-11-16T12:00:00Z', 'missing_field', 'x', '?', 'web', 'r', 0, 'open', '' from generate_series(1, 100)`
    await s.inside((it) => addRepeats(it, new Map([['events:web', 20]]), new Date('2026-11-16T12:00:00Z')))
    await s.inside((it) => addRepeats(it, new Map([['events:web', 5]]), new Date('2026-11-16T13:00:00Z')))
    const measures = await measuresOf('web')
    expect(measures['validation']).toMatchObject({ part: 900, whole: 1_000 })
    expect(measures['completeness']).toMatchObject({ value: 0.9, state: 'good' })
    expect(measures['late']).toMatchObject({ part: 100, whole: 900, state: 'poor' })
    expect(measures['duplicates']).toMatchObject({ part: 25, whole: 925, state: 'poor' })
    // Ten whole days at a hundred; two of them brought nothing, one twice as much.
    expect(measures['ingestion']).toMatchObject({ part: 900, basis: 'own' })
    expect(Math.round(measures['ingestion']?.whole ?? 0)).toBeGreaterThan(950)
  })
})

test('what we tell ourselves is no source of the client’s: neither counted, nor odd, nor fresh', async () => {
  const { superuser: sql } = s.t
  // Changes of segments (kind 6) come in waves, of our own source; an app's backend says something (kind 3) of the same name.
  const volume = (kind: number, n: number) => sql`
    insert into event_volume (tenant_id, day, recorded_day, hour, kind, source, cause, n)
    select ${s.tenantId}, d, d, 9, ${kind}, ${backend}, 0, ${n} from generate_series('2026-10-10'::date, '2026-11-09'::date, '1 day') d`
  await volume(6, 5_000)
  const named = () => s.inside((it) => readMeasures(it, range, testNow)).then((all) => all.map(({ name }) => name))
  const odd = () => s.inside((it) => readAnomalies(it, testNow)).then((all) => all.map(({ id }) => id))
  expect([await named(), await odd()].flat().filter((name) => /backend/.test(name))).toEqual([])
  await volume(3, 100)
  expect(await named()).toContain('backend')
  const own = (await s.inside((it) => readAnomalies(it, testNow))).find(({ id }) => id === 'events:backend')
  expect(Math.max(...(own?.days.map(({ value }) => value ?? 0) ?? []))).toBe(100)
  await sql`delete from event_volume where source = ${backend}`
})

test('odd days are found by what came before them; two days of nothing are two', async () => {
  const series = await s.inside((it) => readAnomalies(it, testNow))
  const web = series.find(({ id }) => id === 'events:web')
  expect(web?.anomalies.map(({ day, kind }) => `${day} ${kind}`)).toEqual(
    expect.arrayContaining(['2026-11-14 zero', '2026-11-15 zero', '2026-11-13 spike']),
  )
  expect(web?.days.at(-1)?.day).toBe('2026-11-19')
})

test('a promise is measured from happening to recording; a batch of the past, and history, are not held against it', async () => {
  const { superuser: sql } = s.t
  const now = new Date('2026-11-20T15:00:00Z')
  const told = async (batch: number, minutesAgo: number, lagMinutes: number, n: number, origin = 'inbox') => {
    const recorded = new Date(now.getTime() - minutesAgo * 60_000)
    await sql`insert into batch (tenant_id, batch, recorded_at, origin, facts) values (${s.tenantId}, ${batch}, ${recorded}, ${origin}, ${n})`
    await sql`insert into fact (tenant_id, kind, source, source_key, version, batch, cause, happened_at, value)
      select ${s.tenantId}, 'message', 'acme', ${`m${batch} `} || i, 1, ${batch}, 'new', ${new Date(recorded.getTime() - lagMinutes * 60_000)}, '{}'
      from generate_series(1, ${n}::int) i`
  }
  await told(800_001, 2_000, 0.5, 900)
  await told(800_002, 30, 10, 100)
  await told(800_003, 20, 600, 50, 'reprocess')
  const { levels } = await s.inside((it) => readLevels(it, now))
  const acme = levels.find(({ source }) => source === 'records:acme')
  expect(acme).toMatchObject({ class: 'campaign', n: 1_000, overAcceptable: 100, p99: 600, state: 'burning' })
  expect(acme?.burns.map(({ window, rate }) => `${window} ${Math.round(rate ?? -1)}`)).toEqual([
    '1h 100',
    '6h 100',
    '3d 10',
  ])
  await sql`delete from fact where tenant_id = ${s.tenantId} and batch > 800000`
  await sql`delete from batch where tenant_id = ${s.tenantId} and batch > 800000`
})

test('a platform’s day and a CRM’s deals stand beside ours, each difference with its cause', async () => {
  const happenedAt = '2026-11-12T06:00:00.000Z'
  const records: CanonicalRecord[] = [
    { kind: 'campaign', key: 'fall', happenedAt, channel: 'ads' },
    {
      ...{ kind: 'spend', key: 'day', happenedAt, amount: { minor: 5_000, currency: 'USD' }, campaign: 'fall' },
      sourceDay: { day: '2026-11-12', zone: 'America/Chicago' },
      reported: [
        { type: 'donate', window: 'default', count: 3 },
        { type: 'donate', window: '7d_click', count: 1 },
        { type: 'lead', window: 'default', count: 50 },
      ],
    },
  ]
  await s.tell('ads', records)
  const ada = donor('ada')
  await s.gives('g1', ada, { happenedAt: '2026-11-13T18:00:00.000Z', amount: { minor: 40_000, currency: 'USD' } })
  await s.tell('crm', [{ kind: 'crm_contact', key: 'c1', happenedAt, person: ada }])
  const deal = (key: string, minor: number): CanonicalRecord => ({
    ...{ kind: 'opportunity', key, happenedAt: '2026-11-13T20:00:00.000Z', closedAt: '2026-11-13T20:00:00.000Z' },
    ...{ state: 'won', amount: { minor, currency: 'USD' }, contacts: ['c1'] },
  })
  await s.tell('d1', [deal('d1', 40_000)])
  await s.tell('d2', [deal('d2', 7_000)])
  await s.attribute()
  const days = await s.inside((it) => readReconciliation(it, range))
  expect(days).toEqual([
    expect.objectContaining({
      ...{ day: '2026-11-13', what: 'deals', theirs: 47_000, ours: 40_000, agrees: false },
      causes: [{ cause: 'unmatched', part: 7_000 }],
    }),
    expect.objectContaining({
      ...{ day: '2026-11-12', what: 'conversions', theirs: 3, ours: 0 },
      causes: [
        { cause: 'window', part: 2 },
        { cause: 'unmatched', part: 1 },
      ],
    }),
    expect.objectContaining({ day: '2026-11-12', what: 'spend', theirs: 5_000, ours: 5_000, agrees: true }),
  ])
})

test('what processes say of one minute is added up', async () => {
  const now = () => new Date('2026-11-20T14:59:30Z')
  const meters = [1, 2].map(() => openServiceMeter({ door: s.t.door, now, cpuUs: () => 0 }))
  for (const meter of meters)
    meter.note({ tenantId: s.tenantId, face: 'app', failed: false, ms: 10, cpuUs: 1_000, bytes: 500 })
  meters[0]?.note({ tenantId: s.tenantId, face: 'v1', failed: true, ms: 40_000, cpuUs: 1_000, bytes: 0 })
  for (const meter of meters) await meter.flush()
  const sums = await s.inside((it) => serviceSums(it, new Date('2026-11-20T14:00:00Z'), testNow))
  expect(sums).toMatchObject({ calls: 3, failed: 1, slow: 1, bytes: 1_000 })
  const shared = { filter: {}, batch: 0, currency: 'USD', timeZone: 'America/Chicago', now: testNow }
  const read = async ({ worked }: Metric, to: string) => {
    if (worked.by !== 'reader') throw new Error('no reader')
    return s.inside((it) => worked.read(it, { ...shared, by: 'day', range: { from: '2026-11-20', to, hour: null } }))
  }
  const up = await read(uptime, '2026-11-20')
  expect(up.total).toMatchObject({ value: { ok: true, value: 1 - 1 / 3 }, units: 3 })
  expect(up.rows.map(({ key }) => key)).toEqual(['2026-11-20'])
  expect((await read(costPerQuery, '2026-11-20')).total).toMatchObject({
    ...{ value: { ok: true, value: 1 }, parts: { bytes: 333 } },
  })
})

test('where nothing was asked and nothing came there is no uptime and no freshness, not 100 %', async () => {
  const day = { range: { from: '2026-10-01', to: '2026-10-01', hour: null }, by: null, filter: {}, batch: 0 } as const
  for (const { worked } of [uptime, costPerQuery, dataFreshness]) {
    if (worked.by !== 'reader') throw new Error('no reader')
    const asked = { ...day, currency: 'USD', timeZone: 'America/Chicago', now: testNow }
    expect((await s.inside((it) => worked.read(it, asked))).total.value).toEqual({ ok: false, why: 'no_units' })
  }
})
