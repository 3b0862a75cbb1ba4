import { expect, test } from 'vitest'
import type { DaySum } from '../ledger/index.ts'
import { money, none, number } from './figure.ts'
import { portfolioOf, portfolioRow, type TenantRead } from './portfolio.ts'

const now = new Date('2026-11-20T20:00:00Z')
const frame = {
  tenantId: 't1',
  slug: 'one',
  name: 'One',
  brandColor: null,
  currency: 'USD',
  locale: 'en-US',
  timeZone: 'America/New_York',
}
const gross = (day: string, minor: number, currency = 'USD'): DaySum => ({
  tenantId: 't1',
  day,
  kind: 'gross',
  currency,
  recurring: false,
  minor,
  n: 1,
})
const read = (more: Partial<TenantRead>): TenantRead => ({
  frame,
  days: [],
  hours: [],
  connections: [],
  booked: true,
  ...more,
})

test('today is compared with yesterday until the same hour', () => {
  // 20:00 UTC is 15:00 in New York.
  const hour = (at: number, minor: number) => ({
    tenantId: 't1',
    day: '2026-11-19',
    hour: at,
    kind: 'gross' as const,
    currency: 'USD',
    minor,
  })
  const row = portfolioRow(
    read({
      days: [gross('2026-11-20', 3_000), gross('2026-11-19', 99_999)],
      hours: [hour(9, 1_500), hour(14, 500), hour(15, 10_000)],
    }),
    now,
  )
  expect(row.today).toEqual({ now: money(3_000, 'USD'), before: money(2_000, 'USD'), change: number(0.5) })
})

test('seven days are compared with the seven before, the last of them until the same hour', () => {
  const hours = [{ tenantId: 't1', day: '2026-11-13', hour: 8, kind: 'gross' as const, currency: 'USD', minor: 700 }]
  const row = portfolioRow(
    read({
      days: [
        gross('2026-11-14', 1_000),
        gross('2026-11-20', 1_000),
        gross('2026-11-13', 900),
        gross('2026-11-07', 300),
        gross('2026-11-06', 5_000),
      ],
      hours,
    }),
    now,
  )
  expect(row.week.now).toEqual(money(2_000, 'USD'))
  expect(row.week.before).toEqual(money(1_000, 'USD'))
})

test('the line shows thirty days, today last', () => {
  const row = portfolioRow(
    read({ days: [gross('2026-11-20', 5), gross('2026-10-22', 7), gross('2026-10-21', 9)] }),
    now,
  )
  expect(row.spark).toHaveLength(30)
  expect([row.spark[0], row.spark.at(-1)]).toEqual([7, 5])
})

test('a client of whom nothing was read has no figures, and stays out of the totals', () => {
  const row = portfolioRow(read({ booked: false }), now)
  expect(row.month.now).toEqual(none('not_read_yet'))
  expect(portfolioOf([row], now).totals).toEqual([])
})

test('totals are per currency, and a client that mixes currencies has none', () => {
  const us = portfolioRow(read({ days: [gross('2026-11-20', 100)] }), now)
  const more = portfolioRow(read({ days: [gross('2026-11-20', 50)] }), now)
  const ca = portfolioRow(read({ frame: { ...frame, currency: 'CAD' }, days: [gross('2026-11-20', 7, 'CAD')] }), now)
  const mixed = portfolioRow(read({ days: [gross('2026-11-20', 1), gross('2026-11-20', 7, 'CAD')] }), now)
  expect(mixed.month.now).toEqual(none('rate_missing'))
  expect(portfolioOf([us, more, ca, mixed], now).totals).toEqual([
    { currency: 'CAD', month: { minor: 7, currency: 'CAD' } },
    { currency: 'USD', month: { minor: 150, currency: 'USD' } },
  ])
})

test('those who need somebody come first, then the larger', () => {
  const source = (state: 'fresh' | 'broken') => ({
    connectionId: 'c',
    connector: 'acme',
    name: 'Acme',
    state,
    lastReadAt: null,
    lastRowAt: null,
    carriesGifts: true,
    say: null,
  })
  const make = (slug: string, minor: number, state: 'fresh' | 'broken') =>
    portfolioRow(
      read({ frame: { ...frame, slug, name: slug }, days: [gross('2026-11-20', minor)], connections: [source(state)] }),
      now,
    )
  const rows = portfolioOf(
    [make('small', 1, 'fresh'), make('large', 9, 'fresh'), make('broken', 0, 'broken')],
    now,
  ).rows
  expect(rows.map(({ slug }) => slug)).toEqual(['broken', 'large', 'small'])
})

test('a week whose sum has no value is no drop', () => {
  const week = Array.from({ length: 25 }, () => gross('2026-11-10', 100))
  const mixed = portfolioRow(read({ days: [...week, gross('2026-11-19', 7, 'CAD')], connections: [] }), now)
  expect(mixed.week.now).toEqual(none('rate_missing'))
  expect(mixed.attention.why).toBe('No source is connected')
  const fallen = portfolioRow(read({ days: [...week, gross('2026-11-19', 7)], connections: [] }), now)
  expect(fallen.attention.why).toMatch('Net raised fell')
})
