import type { Door } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEventDesk } from '../create-event-desk.ts'
import { createEventIntake } from '../take-events.ts'
import { campaignId, sent } from '../testing/sent.ts'
import { dropOldFiles } from './old-files.store.ts'
import { importFixture, type ImportFixture } from './testing/import-fixture.ts'

let f: ImportFixture
beforeAll(async () => {
  f = await importFixture()
})
afterAll(() => f.ledger.t.drop())

const header = 'event_type,timestamp,user_id,source,campaign_id,delivery_channel'
const line = (user: string, at: string, type = 'campaign_clicked') => `${type},${at},${user},web,${campaignId},email`
const csv = (...lines: string[]) => [header, ...lines, ''].join('\n')
const read = (importId: string) => f.imports.read(f.olive, cast.harbor, importId)
const start = (importId: string, step: 'check' | 'write' | 'undo') =>
  f.imports.start(f.olive, cast.harbor, importId, step)
const counted = async (importId: string) => {
  const { state, rows, done, accepted, duplicates, rejected, undone } = await read(importId)
  return { state, rows, done, accepted, duplicates, rejected, undone }
}
const audited = async () => {
  const rows = await f.ledger.t.superuser<{ action: string; detail: unknown }[]>`
    select action, detail from audit where action like 'event_import%' order by seq`
  return rows.map(({ action, detail }) => ({ action, detail }))
}

describe('a file of past events', () => {
  const file = csv(
    line('ann', '2019-03-10 08:00:00'),
    line('bob', '2025-11-02 01:30:00'),
    line('cid', 'yesterday'),
    'campaign_clicked,2020-01-01,ann',
    line('ann', '2019-03-10 08:00:00'),
  )
  let importId = ''

  test('is kept, with a first mapping, and nothing of it is an event', async () => {
    importId = await f.upload(file, { name: 'C:\\lists\\past.csv' })
    const it = await read(importId)
    expect(it).toMatchObject({ state: 'ready', name: 'past.csv', rows: 5, madeBy: 'Olive Owner' })
    expect(it.mapping).toMatchObject({
      eventId: null,
      eventType: { column: 'event_type' },
      timestamp: { column: 'timestamp', format: 'iso', zone: 'America/Chicago' },
      userId: 'user_id',
    })
    expect(await f.ledger.t.superuser`select 1 from event`).toHaveLength(0)
  })

  test('is seen as its mapping would have it, with the reason beside what is no event', async () => {
    const rows = await f.imports.preview(f.olive, cast.harbor, importId)
    expect(rows.map(({ row, ok, code }) => [row, ok, code])).toEqual([
      [2, true, null],
      [3, true, null],
      [4, false, 'invalid_timestamp'],
      [5, false, 'malformed'],
      [6, true, null],
    ])
    // In Chicago, an hour after the clocks went forward.
    expect(rows[0]).toMatchObject({ at: '2019-03-10T13:00:00.000Z', who: 'ann', type: 'campaign_clicked' })
  })

  test('tried dry, it is counted by reason and nothing is written', async () => {
    await start(importId, 'check')
    await f.run()
    expect((await read(importId)).report).toMatchObject({
      ...{ rows: 5, good: 3, known: 0, rejected: 2, whole: true },
      causes: expect.arrayContaining([
        { code: 'malformed', field: null, reason: '3 fields where the header has 6.', n: 1, row: 5 },
      ]) as unknown,
    })
    expect(await f.ledger.t.superuser`select 1 from event`).toHaveLength(0)
  })

  test('is written with its own times, late, its refused rows kept with their places', async () => {
    await start(importId, 'write')
    await expect(start(importId, 'write')).rejects.toThrow('already')
    await f.run()
    expect(await counted(importId)).toEqual({
      ...{ state: 'written', rows: 5, done: 5, accepted: 2, duplicates: 1, rejected: 2, undone: 0 },
    })
    expect(await f.ledger.t.superuser`select day::text, hour, cause from event order by happened_at`).toEqual([
      { day: '2019-03-10', hour: 8, cause: 1 },
      { day: '2025-11-02', hour: 1, cause: 1 },
    ])
    expect(await f.imports.refused(f.olive, cast.harbor, importId, { after: 0, limit: 1 })).toMatchObject({
      rows: [{ row: 4, code: 'invalid_timestamp', field: 'timestamp' }],
      next: 4,
    })
    expect(await f.ledger.t.superuser`select 1 from event_import_part`).toHaveLength(0)
  })

  test('brought in again changes nothing', async () => {
    const before = await f.sums()
    const again = await f.upload(file)
    await start(again, 'write')
    await f.run()
    expect(await counted(again)).toMatchObject({ accepted: 0, duplicates: 3, rejected: 2 })
    expect(await f.sums()).toBe(before)
    await start(again, 'undo')
    await f.run()
    expect(await counted(again)).toMatchObject({ state: 'undone', undone: 0 })
    expect(await f.sums()).toBe(before)
  })

  test('taken back, it is as if it had never been, and may come anew', async () => {
    await start(importId, 'undo')
    await expect(f.imports.stop(f.olive, cast.harbor, importId)).rejects.toThrow('to its end')
    await f.run()
    expect(await counted(importId)).toMatchObject({ state: 'undone', accepted: 2, undone: 2 })
    expect(await f.sums()).toBe('[[],[],[],[],[]]')
    await expect(start(importId, 'undo')).rejects.toThrow('as it stands')
    expect(await f.imports.refused(f.olive, cast.harbor, importId, { after: 0, limit: 9 })).toMatchObject({ rows: [] })
    const again = await f.upload(file)
    await start(again, 'write')
    await f.run()
    expect(await counted(again)).toMatchObject({ accepted: 2, duplicates: 1 })
    await start(again, 'undo')
    await f.run()
  })

  test('is told of in the audit by name and number, never by what stands in it', async () => {
    const chain = await audited()
    expect(chain.slice(0, 5).map(({ action }) => action)).toEqual([
      'event_import.uploaded',
      'event_import.check_begun',
      'event_import.checked',
      'event_import.begun',
      'event_import.written',
    ])
    expect(chain[4]?.detail).toEqual({ file: 'past.csv', rows: 5, accepted: 2, duplicates: 1, rejected: 2 })
    for (const said of ['ann', 'bob', campaignId]) expect(JSON.stringify(chain)).not.toContain(said)
  })
})

describe('an import', () => {
  test('that is stopped keeps what was written; the rest can follow, or all be taken back', async () => {
    const before = await f.sums()
    const lines = Array.from({ length: 2_500 }, (_, i) =>
      line(`user-${i % 40}`, `2024-05-0${1 + (i % 9)}T10:00:0${i % 10}Z`),
    )
    const importId = await f.upload(
      csv(...lines.map((each, i) => `${each.slice(0, -5)}${['sms', 'web', 'ads'][i % 3] ?? ''}`)),
      { pieces: 50_000 },
    )
    await start(importId, 'write')
    await f.slice()
    await f.imports.stop(f.olive, cast.harbor, importId)
    await f.run()
    const stopped = await counted(importId)
    expect(stopped).toMatchObject({ state: 'stopped', rows: 2_500, done: 1_000 })
    await start(importId, 'write')
    await f.run()
    expect(await counted(importId)).toMatchObject({ state: 'written', done: 2_500 })
    await start(importId, 'undo')
    await f.run()
    expect(await f.sums()).toBe(before)
  })

  test('is nobody’s who may not import, and no other client’s', async () => {
    const importId = await f.upload(csv(line('dan', '2020-02-02')))
    const vera = await f.ledger.as(cast.vera)
    const otto = await f.ledger.as(cast.otto)
    for (const call of [
      (as: typeof vera) => f.imports.list(as, cast.harbor),
      (as: typeof vera) => f.imports.read(as, cast.harbor, importId),
      (as: typeof vera) => f.imports.start(as, cast.harbor, importId, 'write'),
      (as: typeof vera) => f.imports.remove(as, cast.harbor, importId),
    ]) {
      await expect(call(vera)).rejects.toThrow('does not allow')
      await expect(call(otto)).rejects.toThrow('No such client')
    }
    await expect(f.imports.read(otto, cast.prairie, importId)).rejects.toThrow('No such import')
    expect((await f.imports.list(f.olive, cast.harbor)).some((each) => each.importId === importId)).toBe(true)
    await f.imports.remove(f.olive, cast.harbor, importId)
    await expect(read(importId)).rejects.toThrow('No such import')
    expect(await f.ledger.t.superuser`select 1 from event_import_part where import_id = ${importId}`).toHaveLength(0)
  })

  test('leaves refused rows to be mended and sent in again, however old', async () => {
    const importId = await f.upload(csv(line('eva', '2018-08-08T08:00:00Z').replace(',web,', ',fax,')))
    await start(importId, 'write')
    await f.run()
    expect(await counted(importId)).toMatchObject({ accepted: 0, rejected: 1 })
    const desk = createEventDesk({ ...f.deps, sources: new Set() })
    const group = { code: 'unknown_source', field: 'source', type: 'campaign_clicked', source: 'fax' }
    const mending = [{ set: { path: 'source', value: 'web' } }]
    expect(await desk.replay(f.olive, cast.harbor, { group, mending })).toMatchObject({ tried: 1, accepted: 1 })
    const [row] = await f.ledger.t.superuser`select day::text from event where happened_at = '2018-08-08T08:00:00Z'`
    expect(row).toEqual({ day: '2018-08-08' })
  })

  test('that nobody began is forgotten with its file when its time is over', async () => {
    const importId = await f.upload(csv(line('dan', '2020-02-02')))
    const drop = (at: string) => f.ledger.inside((inside) => dropOldFiles(inside, new Date(at), 100))
    expect(await drop('2026-11-01T00:00:00Z')).toBe(0)
    expect((await read(importId)).state).toBe('ready')
    expect(await drop('2026-11-21T00:00:00Z')).toBe(1)
    await expect(read(importId)).rejects.toThrow('No such import')
  })

  test('whose file breaks off leaves nothing', async () => {
    const chunks = (async function* () {
      yield Buffer.from(csv(...Array.from({ length: 3_000 }, (_, i) => line(`u${i}`, '2020-02-02'))))
      throw new Error('the line went dead')
    })()
    await expect(f.imports.upload(f.olive, cast.harbor, { name: 'half.csv', format: 'csv', chunks })).rejects.toThrow(
      'went dead',
    )
    expect((await f.imports.list(f.olive, cast.harbor)).some(({ name }) => name === 'half.csv')).toBe(false)
    expect(await f.ledger.t.superuser`select 1 from event_import_part`).toHaveLength(0)
  })

  test('that fills its month with others’ events takes back only its own, however often the job is killed', async () => {
    f.deps.partRows = 7
    const intake = createEventIntake({ ...f.deps, sources: new Set() })
    const users = fc.constantFrom('ann', 'bob', 'cid', 'device')
    const row = fc.record({
      user: users,
      minute: fc.integer({ min: 0, max: 59 }),
      day: fc.integer({ min: 1, max: 28 }),
      type: fc.constantFrom('campaign_clicked', 'campaign_viewed', 'campaign_delivered', 'nothing_known'),
    })
    const kills = fc.infiniteStream(fc.constantFrom('before', 'after', 'no', 'no', 'no'))
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), kills, fc.nat(), async (rows, deaths, salt) => {
        const lines = rows.map(({ user, minute, day, type }) =>
          line(
            `${user}-${salt}`,
            `2026-10-${String(day).padStart(2, '0')}T10:${String(minute).padStart(2, '0')}:00Z`,
            type,
          ),
        )
        await intake.take(f.olive, cast.harbor, {
          items: [sent({ user_id: 'ann', timestamp: '2026-11-19T10:00:00Z' }), sent()],
          raw: Buffer.from('[]'),
        })
        const before = await f.sums()
        const importId = await f.upload(csv(...lines))
        for (const step of ['write', 'undo'] as const) {
          await start(importId, step)
          while (await f.slice(dying(f.deps.door, deaths)));
        }
        expect(await f.sums()).toBe(before)
        const it = await counted(importId)
        expect(it).toMatchObject({ state: 'undone', undone: it.accepted, done: rows.length })
        const known = new Set(lines.filter((each) => !each.startsWith('nothing')))
        expect([it.accepted, it.rejected]).toEqual([
          known.size,
          rows.filter(({ type }) => type === 'nothing_known').length,
        ])
      }),
      { numRuns: 12 },
    )
  }, 60_000)
})

/** A door whose caller dies now and then: before the transaction, or after it was committed. */
function dying(door: Door, deaths: Iterator<string>): Door {
  const die = () => {
    throw new Error('killed')
  }
  return {
    ...door,
    database: door.database,
    async withTenant(actor, tenantId, fn) {
      const death = deaths.next().value as string
      if (death === 'before') die()
      const done = await door.withTenant(actor, tenantId, fn)
      if (death === 'after') die()
      return done
    },
  }
}
