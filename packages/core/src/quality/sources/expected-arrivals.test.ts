import { expect, test } from 'vitest'
import { expectedArrivals } from './expected-arrivals.ts'

const first = Temporal.PlainDate.from('2026-10-01')
const day = (i: number) => first.add({ days: i }).toString()
/** 200 on working days, 60 on weekends. */
const usual = (i: number) => (first.add({ days: i }).dayOfWeek > 5 ? 60 : 200) + (i % 3)
const arrivals = (days: number) => new Map(Array.from({ length: days }, (_, i) => [day(i), usual(i)] as const))

test('a usual week is what is expected of it, weekday by weekday', () => {
  const found = expectedArrivals(arrivals(49), { from: day(42), to: day(48), today: day(49) })
  expect(found).toMatchObject({ basis: 'own', days: 7 })
  expect(found?.expected).toBeGreaterThan(1_080)
  expect(found?.expected).toBeLessThan(1_180)
  expect(found?.here).toBeGreaterThan(found?.basis === 'own' ? found.least : Infinity)
})

test('a source that fell silent for the range is far below what chance explains', () => {
  const found = expectedArrivals(arrivals(42), { from: day(42), to: day(48), today: day(49) })
  expect(found?.here).toBe(0)
  expect(found?.basis === 'own' && found.least).toBeGreaterThan(500)
})

test('today is not held against anybody, and less than three weeks say nothing', () => {
  expect(expectedArrivals(arrivals(43), { from: day(42), to: day(42), today: day(42) })).toBeNull()
  expect(expectedArrivals(arrivals(15), { from: day(14), to: day(14), today: day(20) })).toBeNull()
  expect(expectedArrivals(new Map(), { from: day(1), to: day(2), today: day(3) })).toBeNull()
})
