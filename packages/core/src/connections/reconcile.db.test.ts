import { authenticateJob } from '@throughline/db'
import { cast, planFaults, sentBy } from '@throughline/db/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { olive, type SourceFixture } from '../ingest/testing/source-fixture.ts'
import { askHeld } from './ask-held.ts'
import { heldKeys } from './held.store.ts'
import { foreignReasons, rowCounts, rowsByStream } from './overview.store.ts'
import { ledgerlyFixture } from './testing/connected.ts'

type Outside = Awaited<ReturnType<typeof ledgerlyFixture>>
let f: SourceFixture
let provider: Outside['provider']
let connect: Outside['connect']
let gift: Outside['gift']
beforeEach(async () => {
  ;({ f, provider, connect, gift } = await ledgerlyFixture())
})
afterEach(() => f.drop())

const health = (connectionId: string) => f.connections.health(olive, cast.harbor, connectionId)
const gifts = async (connectionId: string) => {
  const found = (await health(connectionId)).streams.find(({ stream }) => stream === 'gifts')
  if (!found) throw new Error('no such stream')
  return found
}
const readAgain = async (connectionId: string) => {
  f.clock.advance(60_000)
  await f.connections.syncNow(olive, cast.harbor, connectionId)
  await f.run()
}

describe('completeness', () => {
  test('is proved at the end of every run, by the source’s own count', async () => {
    provider.rows.push(gift('7', 'a', 100), gift('7', 'b', 200), gift('8', 'not ours', 300))
    const id = await connect(cast.harbor, ['7'])
    expect((await gifts(id)).completeness).toMatchObject({ state: 'complete', sourceCount: 2, ourCount: 2 })
  })

  test('one row that the source counts and does not list is flagged, and repaired in one click once it is there', async () => {
    provider.rows.push(gift('7', 'a', 100), gift('7', 'b', 200))
    provider.lose('b')
    const id = await connect(cast.harbor, ['7'])
    expect((await gifts(id)).completeness).toMatchObject({
      ...{ state: 'differs', sourceCount: 2, ourCount: 1 },
      differences: [{ day: null, cause: 'missing' }],
    })
    expect((await f.connections.list(olive, cast.harbor))[0]).toMatchObject({ completeness: 'differs' })
    provider.find('b')
    f.clock.advance(60_000)
    await f.connections.repair(olive, cast.harbor, { connectionId: id, stream: 'gifts' })
    await f.run()
    expect((await gifts(id)).completeness).toMatchObject({ state: 'complete', ourCount: 2 })
  })

  test('a row that the source has purged is withdrawn in one click, once the source itself says that it is gone', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) provider.rows.push(gift('7', id, 100))
    const id = await connect(cast.harbor, ['7'])
    provider.purge('b')
    provider.purge('e')
    provider.purge('d', { remembers: false })
    await readAgain(id)
    expect((await gifts(id)).completeness).toMatchObject({
      ...{ state: 'differs', sourceCount: 2, ourCount: 5 },
      differences: [{ day: null, cause: 'extra' }],
    })
    const gross = async () => Object.values(await f.sums()).reduce((sum, day) => sum + (day.gross ?? 0), 0)
    expect(await gross()).toBe(500)
    f.clock.advance(60_000)
    const { workId } = await f.connections.repair(olive, cast.harbor, { connectionId: id, stream: 'gifts' })
    await f.run()
    // What it does not speak of stays, and goes on being named.
    expect(await gross()).toBe(300)
    expect((await gifts(id)).completeness).toMatchObject({ state: 'differs', sourceCount: 2, ourCount: 3 })
    const [work] = await f.t.superuser`select state, say from work where work_id = ${workId}`
    expect(work).toEqual({ state: 'done', say: 'Of 5 rows asked for 2 are gone at the source.' })
    const causes = await f.t.superuser`
      select source_key, cause, withdrawn from fact where kind = 'conversion' and version = 2 order by 1`
    expect(causes).toEqual([
      { source_key: '7/b', cause: 'withdrawn', withdrawn: true },
      { source_key: '7/e', cause: 'withdrawn', withdrawn: true },
    ])
    await readAgain(id)
    expect(await gross()).toBe(300)
  })

  test('asking for what is held goes on where a killed worker stopped, and rests with its connection', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) provider.rows.push(gift('7', id, 100))
    const id = await connect(cast.harbor, ['7'])
    for (const purged of ['a', 'c', 'e']) provider.purge(purged)
    await readAgain(id)
    f.clock.advance(60_000)
    const { workId } = await f.connections.repair(olive, cast.harbor, { connectionId: id, stream: 'gifts' })
    f.waiting.length = 0
    const nudge = { tenantId: cast.harbor, kind: 'ask-held' as const, ref: workId, attempt: 0 }
    // A slice that is over after each page, and whose third transaction never comes back.
    let opened = 0
    const door: typeof f.deps.door = Object.assign(Object.create(f.deps.door) as typeof f.deps.door, {
      withTenant: (...args: Parameters<typeof f.deps.door.withTenant>) => {
        opened += 1
        return opened === 3 ? Promise.reject(new Error('killed')) : f.deps.door.withTenant(...args)
      },
    })
    const slice = { until: f.clock.now(), signal: new AbortController().signal }
    await expect(askHeld({ ...f.deps, door })(nudge, slice)).rejects.toThrow('killed')
    expect(await askHeld(f.deps)(nudge, slice)).toBe('again')
    await f.connections.pause(olive, cast.harbor, id)
    expect(await askHeld(f.deps)(nudge, slice)).toMatchObject({ at: expect.any(Date) as Date })
    await f.connections.resume(olive, cast.harbor, id)
    for (const again of ['again', 'again', 'done']) expect(await askHeld(f.deps)(nudge, slice)).toBe(again)
    await f.run()
    expect((await gifts(id)).completeness).toMatchObject({ state: 'complete', ourCount: 2 })
  })

  test('what is held, and how much of it, is asked for through an index', async () => {
    provider.rows.push(gift('7', 'a', 100))
    const id = await connect(cast.harbor, ['7'])
    const held = { source: 'ledgerly', connectionId: id, stream: 'gifts', after: '', limit: 2 }
    const sent = await sentBy(f.t, f.deps.now, (door) =>
      door.withTenant(authenticateJob(cast.harbor, 'test'), cast.harbor, async (inside) => {
        expect(await heldKeys(inside, { ...held, days: null })).toEqual(['7/a'])
        await heldKeys(inside, { ...held, days: ['2026-11-15'] })
        await rowCounts(inside)
        await rowsByStream(inside, id)
        await foreignReasons(inside, id)
      }),
    )
    expect(sent).toHaveLength(5)
    expect(await planFaults(f.t, sent)).toEqual([])
  })

  test('a row that lies in quarantine explains its own absence', async () => {
    provider.rows.push(gift('7', 'a', 100), gift('7', 'b', 200, { cents: 'twenty' }))
    const id = await connect(cast.harbor, ['7'])
    expect((await gifts(id)).completeness).toMatchObject({ state: 'differs', differences: [{ cause: 'set_aside' }] })
  })

  test('of a source that never counts is not provable, and never complete', async () => {
    f.emulator.limits = 'off'
    const { ledgerly: _, ...rest } = f.deps.connectors
    expect(Object.keys(rest)).toEqual(['actblue'])
    f.deps.around.fetch = (request) => f.emulator.fetch(request)
    const id = await f.connect()
    await f.run()
    const { streams } = await health(id)
    expect(new Set(streams.flatMap(({ completeness }) => completeness?.state ?? []))).toEqual(new Set(['not_provable']))
  })
})

describe('a field that a source never had', () => {
  const arrive = async (id: string) => {
    provider.rows.push(gift('7', 'odd', 700, { mood: 'good' }))
    await readAgain(id)
  }
  const grossOf = async () => Object.values(await f.sums()).reduce((sum, day) => sum + (day.gross ?? 0), 0)

  test('is kept and shown until somebody has looked', async () => {
    provider.rows.push(gift('7', 'a', 100))
    const id = await connect(cast.harbor, ['7'])
    expect((await gifts(id)).newFields).toEqual([])
    await arrive(id)
    expect(await gifts(id)).toMatchObject({ drift: 'evolve', newFields: ['mood string'] })
    expect(await grossOf()).toBe(800)
    await f.connections.acceptFields(olive, cast.harbor, { connectionId: id, stream: 'gifts' })
    expect((await gifts(id)).newFields).toEqual([])
  })

  test('sets its row aside where a person wants that, and the row counts once the field is accepted and it is tried again', async () => {
    provider.rows.push(gift('7', 'a', 100))
    const id = await connect(cast.harbor, ['7'])
    await f.connections.setDrift(olive, cast.harbor, { connectionId: id, stream: 'gifts', drift: 'quarantine' })
    await arrive(id)
    expect(await grossOf()).toBe(100)
    const { rows } = await f.desk.list(olive, cast.harbor, { connectionId: id, limit: 5 })
    expect(rows).toMatchObject([{ issues: [{ path: 'mood', message: 'a field that was never seen before' }] }])
    await f.connections.acceptFields(olive, cast.harbor, { connectionId: id, stream: 'gifts' })
    await f.desk.replay(
      olive,
      cast.harbor,
      rows.map((row) => row.id),
    )
    await f.run()
    expect(await grossOf()).toBe(800)
    await readAgain(id)
    expect(await grossOf()).toBe(800)
  })

  test('is left out of what is kept where a person wants that, and the row counts', async () => {
    provider.rows.push(gift('7', 'a', 100))
    const id = await connect(cast.harbor, ['7'])
    await f.connections.setDrift(olive, cast.harbor, { connectionId: id, stream: 'gifts', drift: 'freeze' })
    await arrive(id)
    expect([await grossOf(), (await gifts(id)).newFields]).toEqual([800, ['mood string']])
  })
})
