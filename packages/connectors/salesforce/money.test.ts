import fc from 'fast-check'
import { expect, test } from 'vitest'
import { moneyOf } from './money.ts'

test('an amount is exact in minor units, half a unit rounded away from zero', () => {
  const minor = (amount: number, currency = 'USD') => moneyOf(amount, currency).minor
  expect([12_500, 4_300.5, 99.99, -250, 0, -0.001, 12_500.005, -1.005, 1e7].map((amount) => minor(amount))).toEqual([
    1_250_000, 430_050, 9_999, -25_000, 0, 0, 1_250_001, -101, 1_000_000_000,
  ])
  expect(minor(1_000, 'JPY')).toBe(1_000)
  expect(minor(1.2345, 'KWD')).toBe(1_235)
  expect(Object.is(minor(-0), 0)).toBe(true)
  expect(() => minor(1e21)).toThrow(RangeError)
  expect(() => minor(Number.MAX_SAFE_INTEGER)).toThrow(RangeError)
})

test('cents come back as the cents they were', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (cents) => {
      expect(moneyOf(cents / 100, 'USD').minor).toBe(cents)
    }),
  )
})
