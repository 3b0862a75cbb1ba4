import { Conflict, Forbidden, Invalid, NotFound } from '@throughline/canonical'
import { cast } from '@throughline/db/testing'
import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureMonths } from '../events/index.ts'
import { donor, gift, refund, row } from '../ledger/testing/gift.ts'
import { ledgerFixture, type LedgerFixture } from '../ledger/testing/ledger-fixture.ts'
import { batchAt } from '../ledger/index.ts'
import { createSecrets, masterKeyFrom } from '../secrets/index.ts'
import { createSegments } from './create-segments.ts'
import { segmentPeople } from './segment-people.ts'
import type { Segments } from './segments.ts'
import { alone } from './state.store.ts'
import { segmentMembers } from './work-out.ts'

let f: LedgerFixture
let segments: Segments
let now = new Date('2026-11-20T15:00:00Z')
const big = { measure: 'given', is: 'at_least', value: 10_000 } as const

beforeAll(async () => {
  f = await ledgerFixture()
  await ensureMonths(f.t.database, [now.getTime(), Date.parse('2026-12-30')], now)
  segments = createSegments({
    door: f.t.door,
    notifier: { tell: () => {} },
    queue: { add: async () => {} },
    secrets: { ...createSecrets(masterKeyFrom(new Uint8Array(32))), forTenant: async () => f.keyring },
    now: () => now,
    newId: randomUUIDv7,
  })
  for (let n = 1; n <= 5; n++) await gives(`first${n}`, `p${n}`, n * 2_000, `2026-10-0${n}T17:00:00.000Z`)
  await work()
})
afterAll(() => f.t.drop())

const gives = async (key: string, who: string, minor: number, happenedAt: string) => {
  const it = gift(key, donor(who), { amount: { minor, currency: 'USD' }, happenedAt })
  await f.write([row(key, [it], { stream: 'gifts' })], { now })
  return it
}
const handler = () => segmentPeople({ door: f.t.door, now: () => now, notifier: { tell: () => {} } }, 0)
const work = async () => {
  const slice = { until: new Date(now.getTime() + 1_000), signal: new AbortController().signal }
  const nudge = { tenantId: f.tenantId, kind: 'segment-people' as const, attempt: 0 }
  let outcome = await handler()(nudge, slice)
  for (let n = 0; outcome === 'again' && n < 20; n++) outcome = await handler()(nudge, slice)
  expect(outcome).toBe('done')
}
const members = (id: string, batch?: number) =>
  f.inside(async (inside) => [...(await segmentMembers(inside, id, batch))])
const told = async () =>
  (
    await f.t.superuser<{ contact_no: number; properties: { segment_type: string; change: string } }[]>`
      select contact_no, properties from event where tenant_id = ${f.tenantId} and kind = 6 order by contact_no, properties->>'segment_type'`
  ).map(({ contact_no, properties }) => `${contact_no} ${properties.change} ${properties.segment_type}`)

test('the eight stand by themselves, with sizes; of first members nobody is told', async () => {
  const { segments: rows, people, currency } = await segments.list(await f.as(cast.vera), f.tenantId)
  expect(rows.map(({ code, size }) => [code, size])).toEqual([
    ['HIGH_SPENDER', 1],
    ['FREQUENT_SHOPPER', 0],
    ['WEEKEND_SHOPPER', 0],
    ['CATEGORY_FOCUSED', 0],
    ['LOCATION_CLUSTERED', 0],
    ['NEW_SHOPPER', 0],
    ['INACTIVE', 5],
    ['SEASONAL_SPENDER', 0],
  ])
  expect([people, currency]).toEqual([5, 'USD'])
  expect(rows[0]).toMatchObject({ version: 0, changed: false, precision: { precision: 0.93 } })
  expect(await members('high_spender')).toEqual([5])
  expect(await told()).toEqual([])
})

test('whoever comes and goes is told of once; what was is askable at the batch', async () => {
  const before = await f.inside((inside) => batchAt(inside))
  const again = await gives('again', 'p1', 50_000, '2026-11-20T14:00:00.000Z')
  await work()
  const after = await f.inside((inside) => batchAt(inside))
  expect(await members('inactive')).toEqual([2, 3, 4, 5])
  const changes = ['1 entered HIGH_SPENDER', '1 left INACTIVE', '5 left HIGH_SPENDER']
  expect(await told()).toEqual(changes)
  await work()
  expect(await told()).toEqual(changes)

  await f.write([row('back', [refund(again, { amount: { minor: 50_000, currency: 'USD' } })], { stream: 'refunds' })], {
    now,
  })
  await work()
  expect(await members('high_spender')).toEqual([5])
  expect(await members('high_spender', before.batch)).toEqual([5])
  expect(await members('high_spender', after.batch)).toEqual([1])
  expect(await members('inactive', before.batch)).toEqual([1, 2, 3, 4, 5])
  expect((await told()).length).toBe(5)
})

test('days go by and people become inactive without anything being written', async () => {
  now = new Date('2026-12-21T15:00:00Z')
  await work()
  expect(await members('inactive')).toEqual([1, 2, 3, 4, 5])
  expect(await told()).toContain('1 entered INACTIVE')
  const { segments: rows } = await segments.list(await f.as(cast.olive), f.tenantId)
  const row = rows.find(({ id }) => id === 'inactive')
  expect(row).toMatchObject({
    entered: 1,
    gone: 0,
    days: [
      { day: '2026-11-20', size: 4 },
      { day: '2026-12-21', size: 5 },
    ],
  })
})

test('a rule of one’s own is tried before it is saved, names others, and never itself', async () => {
  const sam = await f.as(cast.sam)
  expect(await segments.preview(sam, f.tenantId, { rule: big })).toEqual({ size: 2, people: 5, change: null })
  const { id, size } = await segments.save(sam, f.tenantId, {
    name: 'Large and quiet',
    rule: { all: [big, { segment: 'inactive' }] },
  })
  expect(size).toBe(2)
  expect(await members(id)).toEqual([1, 5])
  const view = await segments.one(await f.as(cast.vera), f.tenantId, id)
  expect(view).toMatchObject({ segment: { version: 1, precision: null, size: 2 }, gifts: 3, given: 62_000 })
  expect(view.members.map(({ gifts, given, lastDay }) => [gifts, given, lastDay])).toEqual([
    [2, 52_000, '2026-11-20'],
    [1, 10_000, '2026-10-05'],
  ])
  expect(JSON.stringify(view)).not.toMatch(/example\./)
  expect(
    await segments.preview(sam, f.tenantId, { id, rule: { measure: 'gifts', is: 'at_least', value: 1 } }),
  ).toMatchObject({
    size: 5,
    change: { entered: 3, gone: 0 },
  })
  const circle = { id: 'inactive', name: 'Quiet', rule: { not: { segment: id } } }
  await expect(segments.save(sam, f.tenantId, circle)).rejects.toThrow(/refers to itself through “Large and quiet”/)
  await expect(segments.save(sam, f.tenantId, { name: 'inactive donors', rule: big })).rejects.toThrow(Invalid)
  await expect(segments.archive(sam, f.tenantId, { id: 'inactive', archived: true })).rejects.toThrow(Conflict)
  await segments.archive(sam, f.tenantId, { id, archived: true })
  expect((await segments.one(sam, f.tenantId, id)).segment).toMatchObject({ size: null, version: 2 })
  await segments.archive(sam, f.tenantId, { id, archived: false })
  expect((await segments.one(sam, f.tenantId, id)).segment).toMatchObject({ size: 2, archivedAt: null })
})

test('a standard rule is changed, and is as it comes again', async () => {
  const sam = await f.as(cast.sam)
  const batch = (await f.inside((inside) => batchAt(inside))).batch
  const fifth = { measure: 'given', is: 'top', value: 0.6 }
  await segments.save(sam, f.tenantId, { id: 'high_spender', name: 'Top three', rule: fifth })
  expect((await segments.one(sam, f.tenantId, 'high_spender')).segment).toMatchObject({
    size: 3,
    changed: true,
    precision: null,
  })
  expect(await members('high_spender', batch)).toEqual([5])
  await segments.reset(sam, f.tenantId, 'high_spender')
  expect((await segments.one(sam, f.tenantId, 'high_spender')).segment).toMatchObject({
    size: 1,
    changed: false,
    name: 'Top givers',
  })
})

test('saving holds nobody up who writes gifts, however long working it out takes', async () => {
  const [sam, done] = [await f.as(cast.sam), Promise.withResolvers<void>()]
  const waiting = async () => {
    const rows = await f.t.superuser`select 1 from pg_locks where locktype = 'advisory' and not granted`
    return rows.length > 0
  }
  const held = Promise.withResolvers<void>()
  const other = f.inside(async (inside) => {
    await alone(inside)
    held.resolve()
    await done.promise
  })
  await held.promise
  const saving = segments.save(sam, f.tenantId, {
    name: 'Meanwhile',
    rule: { measure: 'gifts', is: 'at_least', value: 1 },
  })
  while (!(await waiting()));
  try {
    await gives('meanwhile', 'p6', 1_000, '2026-12-20T14:00:00.000Z')
  } finally {
    done.resolve()
    await other
  }
  expect(await saving).toMatchObject({ size: 6 })
})

test('how many ever gave is kept beside the segments: a list does not go through what was given', async () => {
  await work()
  const people = async () => (await segments.list(await f.as(cast.vera), f.tenantId)).people
  expect(await people()).toBe(6)
  await f.t.superuser`update segment_state set people = 77 where tenant_id = ${f.tenantId}`
  expect(await people()).toBe(77)
  // States from before it was kept: counted anew.
  await f.t.superuser`update segment_state set people = null where tenant_id = ${f.tenantId}`
  expect(await people()).toBe(6)
})

test('viewers read and do not write; of another client there is nothing', async () => {
  const vera = await f.as(cast.vera)
  await expect(segments.save(vera, f.tenantId, { name: 'Mine', rule: big })).rejects.toThrow(Forbidden)
  await expect(segments.preview(vera, f.tenantId, { rule: big })).rejects.toThrow(Forbidden)
  await expect(segments.preview(await f.as(cast.sam), f.tenantId, { rule: big })).resolves.toMatchObject({ people: 6 })
  await expect(segments.list(await f.as(cast.otto), f.tenantId)).rejects.toThrow(NotFound)
  await expect(segments.one(vera, f.tenantId, 'no such')).rejects.toThrow(NotFound)
  expect((await segments.one(vera, f.tenantId, 'inactive')).members.length).toBe(5)
})
