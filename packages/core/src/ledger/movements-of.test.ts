import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { movementsOf, type Counted } from './movements-of.ts'
import { net } from './net.ts'
import { donor, gift, refund } from './testing/gift.ts'

const zone = 'America/Chicago'
const of = (value: object, withdrawn = false) => movementsOf({ value, withdrawn } as unknown as Counted, zone)
const tea = gift('1', donor('avery'))

describe('what a fact adds', () => {
  test('a gift: gross and fee, on its day in the tenant’s zone', () => {
    // 23:40 in New York on 30 September is 22:40 in Chicago and already October in London.
    const late = { ...tea, happenedAt: '2026-10-01T03:40:12.000Z', plan: 'AB1' }
    const shared = { day: '2026-09-30', hour: 22, currency: 'USD', recurring: true, n: 1 }
    expect(of(late)).toEqual([
      { ...shared, kind: 'gross', minor: 2500 },
      { ...shared, kind: 'fee', minor: 99 },
    ])
  })

  test('a refund: what went back and the fee returned, on the day it went back; of an unknown kind it is a refund', () => {
    expect(of(refund(tea, { type: 'unknown' })).map(({ day, kind, minor }) => [day, kind, minor])).toEqual([
      ['2026-11-15', 'refund', 2500],
      ['2026-11-15', 'fee_returned', 99],
    ])
    expect(of(refund(tea, { type: 'chargeback', feeReturned: undefined })).map(({ kind }) => kind)).toEqual([
      'chargeback',
    ])
  })

  test.each([
    ['pending', { ...tea, status: 'pending' }, false],
    ['declined', { ...tea, status: 'declined' }, false],
    ['withdrawn', tea, true],
    ['a plan', { kind: 'recurring_plan', key: 'p', happenedAt: tea.happenedAt, period: 'monthly' }, false],
    ['a consent', { kind: 'consent', key: 'c', happenedAt: tea.happenedAt }, false],
  ])('nothing for what is %s', (_, value, withdrawn) => {
    expect(of(value, withdrawn)).toEqual([])
  })

  test('a day of ads: its cost on the source’s own day; a breakdown of it adds nothing', () => {
    const sourceDay = { day: '2026-11-10', zone: 'America/Los_Angeles' }
    const spend = {
      kind: 'spend',
      key: 's',
      happenedAt: '2026-11-10T08:00:00.000Z',
      sourceDay,
      amount: { minor: 14357, currency: 'USD' },
    }
    expect(of(spend)).toEqual([
      { day: '2026-11-10', hour: -1, kind: 'spend', currency: 'USD', recurring: false, minor: 14357, n: 1 },
    ])
    expect(of({ ...spend, breakdown: { publisher_platform: 'instagram' } })).toEqual([])
    expect(net(of(spend))).toBe(0)
  })

  test('a deal: promised on the day it was made, won on the day it was closed', () => {
    const amount = { minor: 1_250_000, currency: 'USD' }
    const made = '2026-08-02T09:14:31.120Z'
    const deal = { kind: 'opportunity', key: 'd', happenedAt: made, createdAt: made, amount, state: 'open' }
    const sums = (value: object) => of(value).map(({ day, kind, minor }) => [day, kind, minor])
    expect(sums(deal)).toEqual([['2026-08-02', 'pipeline', 1_250_000]])
    expect(sums({ ...deal, state: 'won', closedAt: '2026-10-01T03:00:00.000Z' })).toEqual([
      ['2026-08-02', 'pipeline', 1_250_000],
      ['2026-09-30', 'won', 1_250_000],
    ])
    expect(sums({ ...deal, state: 'lost', closedAt: '2026-10-01T03:00:00.000Z', amount: undefined })).toEqual([])
  })

  test('a source that gives a day and no time is booked on its own calendar day, in no hour', () => {
    const dayOnly = { ...tea, happenedAt: '2026-11-10T00:00:00.000Z', sourceDay: { day: '2026-11-10', zone: 'UTC' } }
    expect(of(dayOnly).map(({ day, hour }) => [day, hour])).toEqual([
      ['2026-11-10', -1],
      ['2026-11-10', -1],
    ])
  })
})

test('net is gross less fees, refunds and chargebacks, plus fees returned, to the cent', () => {
  const amount = fc.integer({ min: 0, max: 1e9 })
  fc.assert(
    fc.property(amount, amount, amount, amount, amount, (gross, fee, back, returned, charged) => {
      const usd = (minor: number) => ({ minor, currency: 'USD' })
      const movements = [
        ...of({ ...tea, amount: usd(gross), fee: { amount: usd(fee), estimated: false } }),
        ...of(refund(tea, { amount: usd(back), feeReturned: { amount: usd(returned), estimated: false } })),
        ...of(refund(tea, { type: 'chargeback', amount: usd(charged), feeReturned: undefined })),
      ]
      expect(net(movements)).toBe(gross - fee - back + returned - charged)
    }),
  )
})
