import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { batchAt, batchMoment, batchMoments, daySums, factsByCause, hourSums, zoneAt } from './as-of.store.ts'
import { countFactsAt, factsAt, refundsOf, type FactCursor } from './facts-at.store.ts'
import { fxRates, writeFxRates } from './fx.store.ts'
import { mergeContacts, unmergeContact } from './merge-contacts.ts'
import { peopleAt, peopleChanges } from './people.store.ts'
import { checkLedger, repairLedger } from './rebuild.ts'
import { mergeClosedDays } from './strips.store.ts'
import { changeZone } from './testing/change-zone.ts'
import { donor, gift, refund, row } from './testing/gift.ts'
import { ledgerFixture, testNow, type LedgerFixture } from './testing/ledger-fixture.ts'

let ledger: LedgerFixture
beforeAll(async () => {
  ledger = await ledgerFixture()
})
afterAll(() => ledger.t.drop())
beforeEach(async () => {
  await ledger.t
    .superuser`truncate batch, fact, money_movement, strip, contact, identity, tombstone, person_key, vault, source_record,
    record_part, ledger_head cascade`
  await ledger.t.superuser`update tenant set time_zone = 'America/Chicago' where tenant_id = ${cast.harbor}`
})

const november = { from: '2026-11-01', to: '2026-11-30' }
const give = (key: string, name: string, happenedAt = '2026-11-10T18:00:00.000Z') =>
  ledger.write([row(key, [gift(key, donor(name), { happenedAt })])])

describe('as known at', () => {
  test('an instant is the last batch recorded by then; before anything it is batch 0', async () => {
    await give('1', 'ann')
    const first = await ledger.inside((inside) => batchAt(inside))
    await give('2', 'bo')
    const second = await ledger.inside((inside) => batchAt(inside))
    expect([first.batch, second.batch]).toEqual([1, 2])
    const at = (instant: string) => ledger.inside((inside) => batchAt(inside, instant))
    expect(await at('2020-01-01T00:00:00.000Z')).toEqual({ batch: 0, recordedAt: null })
    expect((await at(second.recordedAt ?? '')).batch).toBe(2)
    const beforeSecond = new Date(Date.parse(second.recordedAt ?? '') - 1).toISOString()
    expect((await at(beforeSecond)).batch).toBe(first.recordedAt === second.recordedAt ? 0 : 1)
    expect(await ledger.inside((inside) => batchMoment(inside, 3))).toBeUndefined()
    expect(await ledger.inside((inside) => batchMoment(inside, 1))).toEqual(first)
  })

  test('moments to ask at are thinned, the newest always among them', async () => {
    for (let i = 1; i <= 11; i++) await give(String(i), `donor${i}`)
    const moments = await ledger.inside((inside) => batchMoments(inside, 4))
    expect(moments.map(({ batch }) => batch)).toEqual([2, 5, 8, 11])
    expect(await ledger.inside((inside) => batchMoments(inside, 20))).toHaveLength(11)
  })
})

describe('the rows behind a figure', () => {
  test('come newest first, page by page to the end, each once, as they were known', async () => {
    await ledger.write(
      Array.from({ length: 7 }, (_, i) =>
        row(String(i), [gift(String(i), donor('ann'), { happenedAt: `2026-11-1${i % 3}T18:00:00.000Z` })]),
      ),
    )
    await ledger.write([row('0', [gift('0', donor('ann'), { status: 'declined' })], { revision: 1 })])
    const keys: string[] = []
    let after: FactCursor | undefined
    do {
      const query = { kinds: ['conversion'], range: november, countedOnly: true, after, limit: 3 }
      const page = await ledger.inside((inside) => factsAt(inside, query))
      keys.push(...page.rows.map(({ key }) => key))
      after = page.next ?? undefined
    } while (after)
    expect(keys).toEqual(['5', '2', '4', '1', '6', '3'])
    const count = (batch: number) =>
      ledger.inside((inside) =>
        countFactsAt(inside, { kinds: ['conversion'], range: november, countedOnly: true, batch }),
      )
    expect([await count(1), await count(2)]).toEqual([7, 6])
    expect(
      await ledger.inside((inside) =>
        countFactsAt(inside, { kinds: ['conversion'], range: { from: '2026-11-12', to: '2026-11-12' } }),
      ),
    ).toBe(2)
  })

  test('a gift knows the refunds of it', async () => {
    const tea = gift('1', donor('ann'))
    await ledger.write([row('1', [tea]), row('r', [refund(tea)], { stream: 'refunds' })])
    expect(
      (await ledger.inside((inside) => refundsOf(inside, 'acme', ['1', '2']))).map(({ refersTo }) => refersTo),
    ).toEqual(['1'])
    expect(await ledger.inside((inside) => refundsOf(inside, 'acme', ['1'], 0))).toEqual([])
  })
})

describe('another time zone', () => {
  test('moves gifts to the days they are in now; readings from before keep the old days', async () => {
    // 23:30 in Chicago is half past midnight in New York.
    await ledger.write([
      row('1', [gift('1', donor('ann'), { happenedAt: '2026-11-11T05:30:00.000Z' })]),
      row('2', [gift('2', donor('bo'))]),
    ])
    const done = await ledger.inside((inside) => changeZone(inside, 'America/New_York', testNow))
    expect(done).toEqual({ batch: 2, days: ['2026-11-10', '2026-11-11'] })
    const days = async (batch?: number) =>
      (await ledger.inside((inside) => daySums(inside, { ...november, batch })))
        .filter(({ kind }) => kind === 'gross')
        .map(({ day, minor }) => [day, minor])
    expect(await days(1)).toEqual([['2026-11-10', 5000]])
    expect(await days()).toEqual([
      ['2026-11-10', 2500],
      ['2026-11-11', 2500],
    ])
    const people = (batch?: number) =>
      ledger.inside((inside) => peopleAt(inside, { from: '2026-11-11', to: '2026-11-11', batch }))
    expect([(await people(1)).donors, (await people()).donors]).toEqual([0, 1])
    expect(await ledger.inside((inside) => zoneAt(inside, 1))).toBe('America/Chicago')
    expect(await ledger.inside((inside) => zoneAt(inside))).toBe('America/New_York')
    expect(await ledger.inside((inside) => changeZone(inside, 'America/New_York', testNow))).toBeUndefined()
    expect(
      (await ledger.inside((inside) => factsByCause(inside, { ...november, then: 0, now: 2 }))).map(
        ({ cause, kind, rows }) => [cause, kind, rows],
      ),
    ).toContainEqual(['new', 'conversion', 2])
    expect((await ledger.inside((inside) => checkLedger(inside))).differences).toEqual([])
  })
})

describe('money that is not given', () => {
  const amount = { minor: 14_357, currency: 'USD' }
  const happenedAt = '2026-11-11T05:30:00.000Z'
  const spend = { kind: 'spend' as const, key: 's', happenedAt, sourceDay: { day: '2026-11-10', zone: 'UTC' }, amount }
  const deal = {
    kind: 'opportunity' as const,
    key: 'd',
    happenedAt,
    createdAt: happenedAt,
    closedAt: '2026-11-12T05:30:00.000Z',
    state: 'won' as const,
    amount,
  }
  const booked = async () =>
    (await ledger.inside((inside) => daySums(inside, { ...november, kinds: ['spend', 'pipeline', 'won'] }))).map(
      ({ day, kind, minor }) => [day, kind, minor],
    )

  test('is what the facts say, also in another zone', async () => {
    await ledger.write([row('s', [spend]), row('d', [deal])])
    await ledger.write([row('s', [{ ...spend, amount: { minor: 9, currency: 'USD' } }])])
    expect(await booked()).toEqual([
      ['2026-11-10', 'pipeline', 14_357],
      ['2026-11-10', 'spend', 9],
      ['2026-11-11', 'won', 14_357],
    ])
    await ledger.inside((inside) => changeZone(inside, 'America/New_York', testNow))
    expect(await booked()).toEqual([
      ['2026-11-10', 'spend', 9],
      ['2026-11-11', 'pipeline', 14_357],
      ['2026-11-12', 'won', 14_357],
    ])
    expect((await ledger.inside((inside) => checkLedger(inside))).differences).toEqual([])
  })
})

describe('people', () => {
  test('merged count as one from that batch on, as two before, and again as two when it is taken back', async () => {
    await give('1', 'ann')
    await give('2', 'anne')
    await ledger.inside((inside) => mergeContacts(inside, { from: 2, into: 1, now: testNow }))
    await expect(ledger.inside((inside) => mergeContacts(inside, { from: 1, into: 2, now: testNow }))).rejects.toThrow(
      'one contact already',
    )
    await expect(ledger.inside((inside) => mergeContacts(inside, { from: 1, into: 9, now: testNow }))).rejects.toThrow(
      'No such contact',
    )
    const donors = async (batch?: number) =>
      (await ledger.inside((inside) => peopleAt(inside, { ...november, batch }))).donors
    expect([await donors(2), await donors(3)]).toEqual([2, 1])
    expect(await ledger.inside((inside) => peopleChanges(inside, { ...november, then: 1, now: 3 }))).toEqual([
      { cause: 'new', donors: 1, newDonors: 1 },
      { cause: 'merge', donors: -1, newDonors: -1 },
    ])
    await ledger.inside((inside) => unmergeContact(inside, { contactNo: 2, now: testNow }))
    expect([await donors(3), await donors()]).toEqual([1, 2])
    await expect(ledger.inside((inside) => unmergeContact(inside, { contactNo: 2, now: testNow }))).rejects.toThrow(
      'part of no other',
    )
  })

  test('new donors never gave before the range, and a refund does not undo having given', async () => {
    await give('1', 'ann', '2026-10-01T18:00:00.000Z')
    const tea = gift('2', donor('ann'))
    await ledger.write([
      row('2', [tea]),
      row('r', [refund(tea)], { stream: 'refunds' }),
      row('3', [gift('3', donor('bo'))]),
    ])
    expect(await ledger.inside((inside) => peopleAt(inside, november))).toEqual({
      donors: 2,
      newDonors: 1,
      days: [{ day: '2026-11-10', donors: 2, newDonors: 1 }],
    })
  })

  test('a busy day’s strips are merged while it goes on and when it is over, and the count stays', async () => {
    for (let i = 1; i <= 40; i++) await give(String(i), `donor${i % 9}`)
    const pieces = async () =>
      (await ledger.t.superuser<{ seq: number; n: number }[]>`select seq, n from strip order by seq`).map(
        ({ seq, n }) => [seq, n],
      )
    expect((await pieces()).length).toBeLessThan(25)
    const people = () => ledger.inside((inside) => peopleAt(inside, november))
    const before = await people()
    expect(before.donors).toBe(9)
    expect(await ledger.inside((inside) => mergeClosedDays(inside, '2026-11-10'))).toBe(0)
    expect(await ledger.inside((inside) => mergeClosedDays(inside, '2026-11-11'))).toBe(1)
    expect(await pieces()).toHaveLength(1)
    expect(await people()).toEqual(before)
    expect((await ledger.inside((inside) => checkLedger(inside))).differences).toEqual([])
  })
})

describe('the rebuild', () => {
  beforeEach(async () => {
    await ledger.write([
      row('1', [gift('1', donor('ann'))]),
      row('2', [gift('2', donor('bo'), { happenedAt: '2026-11-11T18:00:00.000Z' })]),
    ])
  })
  const check = () => ledger.inside((inside) => checkLedger(inside))

  test('names a row that is missing and one that should not be, and repairs both without rewriting what was read', async () => {
    await ledger.t.superuser`delete from money_movement where day = '2026-11-10' and kind = 'fee'`
    await ledger.t
      .superuser`insert into money_movement (tenant_id, day, batch, kind, currency, hour, cause, recorded_day, minor, n)
      values (${cast.harbor}, '2026-11-12', 1, 'gross', 'USD', 3, 'new', '2026-11-20', 700, 1)`
    const found = await check()
    expect(found.ok).toBe(false)
    expect(found.differences).toMatchObject([
      { day: '2026-11-10', batch: 1, kind: 'fee', expected: { minor: 99, n: 1 }, found: null },
      { day: '2026-11-12', batch: 1, kind: 'gross', expected: null, found: { minor: 700, n: 1 } },
    ])
    expect(await ledger.inside(repairLedger)).toMatchObject({ batch: 2 })
    const after = await check()
    expect(after.ok).toBe(true)
    expect(after.differences.map((each) => 'repaired' in each && each.repaired)).toEqual([true, true])
    const sums = (batch?: number) => ledger.inside((inside) => daySums(inside, { ...november, batch }))
    expect((await sums(1)).map(({ day, kind, minor }) => [day, kind, minor])).toContainEqual([
      '2026-11-12',
      'gross',
      700,
    ])
    expect((await sums()).map(({ day, kind, minor }) => [day, kind, minor])).toEqual([
      ['2026-11-10', 'fee', 99],
      ['2026-11-10', 'gross', 2500],
      ['2026-11-11', 'fee', 99],
      ['2026-11-11', 'gross', 2500],
    ])
    expect(await ledger.inside(repairLedger)).toMatchObject({ batch: undefined })
    await ledger.t.superuser`update money_movement set minor = minor + 1 where batch = 2 and kind = 'gross'`
    expect(await check()).toMatchObject({ ok: false })
  })

  test('names a day whose strip was changed and packs it anew to the same bytes', async () => {
    const bytes = () =>
      ledger.t
        .superuser`select day::text, seq, n, contact, sec, kind, sign, recorded, cause, amount, currency from strip order by day, seq`
    const before = await bytes()
    await ledger.t.superuser`update strip set sign = '\\xff'::bytea where day = '2026-11-11'`
    expect((await check()).differences).toEqual([{ store: 'strip', day: '2026-11-11', expected: 1, found: 1 }])
    expect(await ledger.inside(repairLedger)).toMatchObject({ batch: undefined })
    expect(await bytes()).toEqual(before)
    await ledger.t.superuser`delete from strip where day = '2026-11-10'`
    expect((await check()).differences).toEqual([{ store: 'strip', day: '2026-11-10', expected: 1, found: 0 }])
    await ledger.inside(repairLedger)
    expect(await bytes()).toEqual(before)
  })
})

test('hours of a day add up to the day', async () => {
  await ledger.write(
    Array.from({ length: 30 }, (_, i) =>
      row(String(i), [
        gift(String(i), donor('ann'), { happenedAt: new Date(Date.UTC(2026, 10, 1) + i * 3_600_000).toISOString() }),
      ]),
    ),
  )
  const [days, hours] = await ledger.inside(async (inside) => [
    await daySums(inside, november),
    await hourSums(inside, november),
  ])
  for (const day of days) {
    const of = hours.filter((each) => each.day === day.day && each.kind === day.kind)
    expect(of.reduce((sum, { minor }) => sum + minor, 0)).toBe(day.minor)
  }
})

test('a rate given again replaces the one of that day', async () => {
  const rate = { day: '2026-11-01', from: 'EUR', to: 'USD', rate: '1.1' }
  await ledger.inside((inside) => writeFxRates(inside, [rate]))
  await ledger.inside((inside) => writeFxRates(inside, [{ ...rate, rate: '1.25' }]))
  expect(await ledger.inside((inside) => fxRates(inside, { ...november, currency: 'USD' }))).toEqual([
    { ...rate, rate: '1.25' },
  ])
})
