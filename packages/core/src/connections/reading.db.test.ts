import { cast } from '@throughline/db/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { forgetOld } from '../ingest/retention.ts'
import { olive, otto, sourceFixture, vera, type SourceFixture } from '../ingest/testing/source-fixture.ts'
import { readKnownConnection } from './known-connection.store.ts'

const dayMs = 86_400_000
let f: SourceFixture
afterEach(() => f.drop())

const grossOf = (sums: Record<string, Record<string, number>>) =>
  Object.values(sums).reduce((sum, day) => sum + (day.gross ?? 0), 0)
const refundsOf = (sums: Record<string, Record<string, number>>) =>
  Object.values(sums).reduce((sum, day) => sum + (day.refund ?? 0), 0)
/** What the provider's own books say of the lines of these entities. */
const booked = (entityIds: number[]) => {
  const days = [...f.emulator.ledger.totalsByEasternDay(entityIds).values()]
  return {
    gross: days.reduce((sum, { gross }) => sum + gross, 0),
    refunds: days.reduce((sum, { refunds }) => sum + refunds, 0),
  }
}
const read = (connectionId: string) => f.connections.read(olive, cast.harbor, connectionId)

describe('reading history', () => {
  test('a new connection’s history is read to the cent of the provider’s own books', async () => {
    f = await sourceFixture()
    const id = await f.connect()
    await f.run()
    const sums = await f.sums()
    expect({ gross: grossOf(sums), refunds: refundsOf(sums) }).toEqual(booked([70001]))
    const { backfill, freshness, state } = await read(id)
    expect(backfill).toMatchObject({ state: 'done', progress: 1, from: null })
    expect(backfill?.rowsRead).toBeGreaterThan(10)
    expect({ state, freshness: freshness.state }).toEqual({ state: 'active', freshness: 'fresh' })
  })

  test('read again, nothing is written twice, and the run says so', async () => {
    f = await sourceFixture()
    const id = await f.connect()
    await f.run()
    const before = await f.sums()
    await f.connections.syncNow(olive, cast.harbor, id)
    await f.run()
    expect(await f.sums()).toEqual(before)
    const { rows } = await f.connections.runs(olive, cast.harbor, { connectionId: id, limit: 50 })
    const refunds = rows.find(({ stream, trigger }) => stream === 'refunds' && trigger === 'person')
    expect(refunds).toMatchObject({ state: 'done', fresh: 0, changed: 0 })
    expect(refunds?.unchanged).toBeGreaterThan(0)
  })

  test('a gift told by webhook and by report is one record, with the report’s word on the fee', async () => {
    f = await sourceFixture()
    const id = await f.connect()
    f.waiting.splice(0)
    for (const delivery of f.emulator.deliveries()) await f.post(id, delivery)
    await f.run({ only: 'process-inbox' })
    const byWebhook = await f.sums()
    const [work] = await f.t.superuser<{ work_id: string }[]>`select work_id from work where kind = 'backfill'`
    await f.deps.queue.add({ tenantId: cast.harbor, kind: 'backfill', ref: work!.work_id, attempt: 0 })
    await f.run()
    expect(grossOf(await f.sums())).toBe(grossOf(byWebhook))
    const records = await f.t.superuser`
      select record_key from record_part where kind = 'conversion' group by record_key having count(distinct stream) > 1`
    expect(records.length).toBeGreaterThan(5)
    const double = await f.t.superuser`
      select source_key from fact where kind = 'conversion' and version = 1 group by source_key having count(*) > 1`
    expect(double).toHaveLength(0)
  })

  test('a malformed row is set aside alone, and counted once it is mended at the source', async () => {
    f = await sourceFixture()
    f.emulator.addMalformedRow('donations')
    const broken = [...f.emulator.ledger.lines].find((line) => line.broken)!
    const id = await f.connect()
    await f.run()
    const whole = booked([70001]).gross
    expect(grossOf(await f.sums())).toBe(whole - broken.amountMinor)
    const { rows } = await f.desk.list(olive, cast.harbor, { connectionId: id, limit: 50 })
    expect(rows).toMatchObject([{ stream: 'donations', origin: 'read', state: 'open', issues: [{ path: 'Amount' }] }])
    expect(JSON.stringify(rows)).not.toContain('twenty')
    broken.broken = false
    await f.connections.syncNow(olive, cast.harbor, id)
    await f.run()
    expect(grossOf(await f.sums())).toBe(whole)
  })

  test('a row that we could not read is counted when it is tried again after the mend', async () => {
    f = await sourceFixture()
    const id = await f.connect()
    const { connectors } = f.deps
    const stream = connectors.actblue!.streams.donations!
    const map = stream.map.bind(stream)
    const [line] = [...f.emulator.ledger.lines].filter(({ entityId }) => entityId === 70001)
    stream.map = (raw, config) => {
      if (stream.key(raw, {}) === String(line!.lineitemId)) throw new RangeError('a shape that we did not know')
      return map(raw, config)
    }
    try {
      await f.run()
    } finally {
      stream.map = map
    }
    const whole = booked([70001]).gross
    expect(grossOf(await f.sums())).toBe(whole - line!.amountMinor)
    const { rows } = await f.desk.list(olive, cast.harbor, { connectionId: id, limit: 50 })
    const ids = rows.map((row) => row.id)
    await expect(f.desk.replay(vera, cast.harbor, ids)).rejects.toThrow('Your role')
    expect(await f.desk.replay(otto, cast.prairie, ids)).toEqual({ count: 0 })
    expect(await f.desk.replay(olive, cast.harbor, ids)).toEqual({ count: ids.length })
    expect(grossOf(await f.sums())).toBe(whole)
    const after = await f.desk.list(olive, cast.harbor, { connectionId: id, limit: 50 })
    expect(after.rows.map(({ state }) => state)).toEqual(ids.map(() => 'replayed'))
  })

  test('a row that the ledger refuses is set aside alone, and the page goes on', async () => {
    f = await sourceFixture()
    const id = await f.connect()
    const stream = f.deps.connectors.actblue!.streams.donations!
    const map = stream.map.bind(stream)
    const [line] = [...f.emulator.ledger.lines].filter(({ entityId }) => entityId === 70001)
    // Canonical by its shape, and yet nothing that the database can hold.
    stream.map = (raw, config) =>
      map(raw, config).map((record) =>
        stream.key(raw, {}) === String(line!.lineitemId)
          ? { ...record, happenedAt: '0000-01-01T00:00:00.000Z' }
          : record,
      )
    try {
      await f.run()
    } finally {
      stream.map = map
    }
    expect(grossOf(await f.sums())).toBe(booked([70001]).gross - line!.amountMinor)
    const { rows } = await f.desk.list(olive, cast.harbor, { connectionId: id, limit: 50 })
    expect(rows).toMatchObject([{ stream: 'donations', key: String(line!.lineitemId), state: 'open' }])
    expect(await f.desk.replay(olive, cast.harbor, [rows[0]!.id])).toEqual({ count: 1 })
    expect(grossOf(await f.sums())).toBe(booked([70001]).gross)
  })

  test('killed after any page, it loses nothing and repeats nothing', async () => {
    f = await sourceFixture()
    await f.connect()
    const withTenant = f.deps.door.withTenant.bind(f.deps.door)
    let commits = 0
    let kills = 0
    // Again and again, a commit is the last thing that the process did.
    Object.assign(f.deps.door, {
      withTenant: async (...args: Parameters<typeof withTenant>) => {
        const value = await withTenant(...args)
        commits += 1
        if (commits % 17 !== 0) return value
        kills += 1
        throw Object.assign(new Error('killed'), { code: '57P01' })
      },
    })
    await f.run({ steps: 600 })
    Object.assign(f.deps.door, { withTenant })
    expect(kills).toBeGreaterThan(3)
    expect(await f.t.superuser`select kind from dead_letter`).toEqual([])
    const sums = await f.sums()
    expect({ gross: grossOf(sums), refunds: refundsOf(sums) }).toEqual(booked([70001]))
  })

  test('a stopped backfill keeps what it has read, and the daily reading goes on', async () => {
    f = await sourceFixture()
    const id = await f.connect()
    const { fetch } = f.deps.around
    let downloads = 0
    f.deps.around.fetch = async (request) => {
      if (request.url.includes('/store/') && (downloads += 1) === 1) {
        const { backfill } = await read(id)
        await f.connections.cancel(olive, cast.harbor, backfill!.workId)
      }
      return fetch(request)
    }
    await f.run({ only: 'backfill' })
    expect((await read(id)).backfill).toMatchObject({
      state: 'cancelled',
      say: 'Stopped on request. What was read stays.',
    })
    const kept = grossOf(await f.sums())
    expect(kept).toBeGreaterThan(0)
    await f.run()
    expect(grossOf(await f.sums())).toBeGreaterThanOrEqual(kept)
    expect((await read(id)).freshness.state).toBe('fresh')
    const late = f.emulator.addLateRow('donations')
    await f.connections.syncNow(olive, cast.harbor, id)
    await f.run()
    const [row] = await f.t.superuser`select 1 from fact where source_key = ${late}`
    expect(row).toBeDefined()
  })
})

describe('what a person is asked', () => {
  test('a revoked key pauses reading with words to act on; new credentials let it go on', async () => {
    f = await sourceFixture()
    const id = await f.connect()
    const { good, bad } = f.emulator.secrets
    const secret = (clientSecret: string) => ({ connectionId: id, values: { 'secrets.clientSecret': clientSecret } })
    await f.connections.update(olive, cast.harbor, secret(bad.clientSecret))
    expect(await f.connections.check(olive, cast.harbor, id)).toMatchObject({
      ok: false,
      say: expect.stringContaining('API Credentials') as string,
    })
    await f.run({ until: 'rest' })
    expect(await read(id)).toMatchObject({ state: 'needs_customer', freshness: { state: 'broken' } })
    expect((await read(id)).backfill).toMatchObject({
      state: 'running',
      say: 'Waits: the connection needs attention first.',
    })
    await f.connections.update(olive, cast.harbor, secret(good.clientSecret))
    expect(await f.connections.check(olive, cast.harbor, id)).toEqual({
      ok: true,
      say: 'ActBlue accepts these credentials.',
    })
    // History goes on by itself, where it was.
    await f.run()
    expect((await read(id)).backfill).toMatchObject({ state: 'done', say: null })
    expect(grossOf(await f.sums())).toBe(booked([70001]).gross)
  })

  test('what was asked for beside a refused reading does not stand as running for ever', async () => {
    f = await sourceFixture()
    const id = await f.connect()
    await f.run()
    const values = { 'secrets.clientSecret': f.emulator.secrets.bad.clientSecret }
    await f.connections.update(olive, cast.harbor, { connectionId: id, values })
    await f.connections.syncNow(olive, cast.harbor, id)
    await f.run({ until: 'rest' })
    const { rows } = await f.connections.runs(olive, cast.harbor, { connectionId: id, limit: 50 })
    const asked = rows.filter(({ trigger }) => trigger === 'person')
    expect(asked.map(({ state }) => state).filter((state) => state === 'failed')).toHaveLength(1)
    expect(asked.length).toBeGreaterThan(1)
    expect(asked.some(({ state }) => state === 'running' || state === 'waiting')).toBe(false)
  })

  test('a changed format stops that stream alone and tells us; the others go on', async () => {
    f = await sourceFixture()
    const told: string[] = []
    f.deps.report = (message) => void told.push(message)
    f.emulator.csv = { ...f.emulator.csv, without: 'Lineitem ID' }
    const id = await f.connect()
    await f.run()
    const { streams } = await read(id)
    const state = Object.fromEntries(streams.map((each) => [each.stream, each.state]))
    expect((await read(id)).backfill?.state).toBe('done')
    expect(told.length).toBeGreaterThan(0)
    expect(state.cancellations).toBe('ok')
    const [cancelled] = await f.t.superuser`select 1 from source_record where stream = 'cancellations'`
    expect(cancelled).toBeDefined()
  })

  test('an entity added to the list is counted, and taken back when it is removed, without reading anything again', async () => {
    f = await sourceFixture()
    const id = await f.connect()
    f.waiting.splice(0)
    for (const delivery of f.emulator.deliveries()) await f.post(id, delivery)
    await f.run()
    const before = await f.sums()
    const entities = (entityIds: string[]) => ({ connectionId: id, values: { 'config.entityIds': entityIds } })
    await f.connections.update(olive, cast.harbor, entities(['70001', '70002']))
    await f.run({ only: 'reprocess' })
    const approved = [...f.emulator.ledger.lines].filter(({ status = 'approved' }) => status === 'approved')
    const of = (ids: number[]) =>
      approved.filter(({ entityId }) => ids.includes(entityId)).reduce((sum, { amountMinor }) => sum + amountMinor, 0)
    expect(grossOf(await f.sums())).toBe(of([70001, 70002]))
    expect((await read(id)).foreignReasons.map(({ reason }) => reason)).toEqual(['entity 70003'])
    const [cause] = await f.t
      .superuser`select distinct cause from money_movement where batch = (select max(batch) from batch)`
    expect(cause).toEqual({ cause: 'reprocess' })
    await f.connections.update(olive, cast.harbor, entities(['70001']))
    await f.run({ only: 'reprocess' })
    expect(await f.sums()).toEqual(before)
  })

  test('a form that does not fit names its field, and a name is given once', async () => {
    f = await sourceFixture()
    const id = await f.connect()
    const values = { 'config.entityIds': ['70001'], 'config.backfillFrom': 'yesterday' }
    const create = (name: string) => f.connections.create(olive, cast.harbor, { connector: 'actblue', name, values })
    await expect(create('Second')).rejects.toMatchObject({ name: 'Invalid', field: 'config.backfillFrom' })
    await expect(
      f.connections.create(olive, cast.harbor, { connector: 'acme', name: 'x', values: {} }),
    ).rejects.toMatchObject({ field: 'connector' })
    await expect(
      f.connections.update(olive, cast.harbor, { connectionId: id, values: { 'config.nothing': 1 } }),
    ).rejects.toMatchObject({ field: 'config.nothing' })
    await expect(f.connect()).rejects.toThrow('has this name')
  })

  test('what is disconnected takes no more deliveries and keeps what was read', async () => {
    f = await sourceFixture()
    const id = await f.connect()
    await f.run()
    const before = await f.sums()
    const [delivery] = f.emulator.deliveries()
    expect((await f.post(id, delivery!)).result).toBe('accepted')
    await f.connections.disconnect(olive, cast.harbor, id)
    f.clock.advance(1_001)
    expect((await f.post(id, delivery!)).result).toBe('unknown')
    await f.run()
    expect(await f.sums()).toEqual(before)
    expect(await f.connections.list(olive, cast.harbor)).toEqual([])
  })

  test('what was disconnected is connected again as it was, within 30 days, and reads what came meanwhile', async () => {
    f = await sourceFixture()
    const id = await f.connect()
    await f.run()
    const [delivery] = f.emulator.deliveries()
    await f.connections.disconnect(olive, cast.harbor, id)
    f.clock.advance(20 * dayMs)
    const [given, ...others] = await f.connections.disconnected(olive, cast.harbor)
    expect(others).toEqual([])
    expect(given).toMatchObject({ connectionId: id, name: 'ActBlue', connectorName: 'ActBlue' })
    expect(Date.parse(given!.until) - Date.parse(given!.disconnectedAt)).toBe(30 * dayMs)
    const late = f.emulator.addLateRow('donations')
    await expect(f.connections.reconnect(vera, cast.harbor, id)).rejects.toThrow('Your role')
    await expect(f.connections.reconnect(otto, cast.prairie, id)).rejects.toThrow('No such connection')
    expect(await f.connections.list(olive, cast.harbor)).toEqual([])
    await f.connections.reconnect(olive, cast.harbor, id)
    expect(await f.connections.disconnected(olive, cast.harbor)).toEqual([])
    expect(await read(id)).toMatchObject({ state: 'active', name: 'ActBlue' })
    await f.run()
    expect(await f.t.superuser`select 1 from fact where source_key = ${late}`).not.toHaveLength(0)
    f.clock.advance(1_001)
    expect((await f.post(id, delivery!)).result).toBe('accepted')
    expect((await read(id)).nextReadAt).not.toBeNull()
    await expect(f.connections.reconnect(olive, cast.harbor, id)).rejects.toThrow('No such connection')
  })

  test('while it is disconnected nothing uses its credentials, and after 30 days they are forgotten for good', async () => {
    f = await sourceFixture()
    const id = await f.connect()
    await f.connections.disconnect(olive, cast.harbor, id)
    const known = await f.inside((inside) => readKnownConnection(inside, f.deps.secrets, id, f.clock.now()))
    expect(known?.secrets).toEqual({})
    const kept = () => f.t.superuser`select 1 from connection_secret`
    const forget = () =>
      forgetOld(f.deps)(
        { tenantId: cast.harbor, kind: 'retention', attempt: 0 },
        { until: f.clock.now(), signal: new AbortController().signal },
      )
    f.clock.advance(29 * dayMs)
    await forget()
    expect(await kept()).toHaveLength(1)
    f.clock.advance(2 * dayMs)
    expect(await f.connections.disconnected(olive, cast.harbor)).toEqual([])
    await expect(f.connections.reconnect(olive, cast.harbor, id)).rejects.toThrow('No such connection')
    await forget()
    expect(await kept()).toHaveLength(0)
  })

  test('a name that was taken meanwhile is said, and both stay as they are', async () => {
    f = await sourceFixture()
    const id = await f.connect()
    await f.connections.disconnect(olive, cast.harbor, id)
    const other = await f.connect()
    await expect(f.connections.reconnect(olive, cast.harbor, id)).rejects.toThrow('has its name now')
    expect((await f.connections.list(olive, cast.harbor)).map(({ connectionId }) => connectionId)).toEqual([other])
  })

  test('only those who may: a viewer and another agency change nothing, the owner does', async () => {
    f = await sourceFixture()
    const id = await f.connect()
    await expect(f.connections.pause(vera, cast.harbor, id)).rejects.toThrow('Your role')
    await expect(f.connections.pause(otto, cast.prairie, id)).rejects.toThrow('No such connection')
    await expect(f.connections.pause(otto, cast.harbor, id)).rejects.toThrow('No such client')
    await expect(f.connections.list(vera, cast.harbor)).rejects.toThrow('Your role')
    expect((await read(id)).state).toBe('active')
    await f.connections.pause(olive, cast.harbor, id)
    expect(await read(id)).toMatchObject({ state: 'paused', nextReadAt: null, freshness: { state: 'paused' } })
    await f.connections.resume(olive, cast.harbor, id)
    expect((await read(id)).state).toBe('active')
  })
})
