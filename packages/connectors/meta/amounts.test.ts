import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBudget, toCount, toMoney } from './amounts.ts'

describe('an amount in major units', () => {
  test('is read exactly in every currency', () => {
    expect(toMoney('143.57', 'USD')).toEqual({ minor: 14_357, currency: 'USD' })
    expect(toMoney('410.5', 'USD').minor).toBe(41_050)
    expect(toMoney('25', 'USD').minor).toBe(2_500)
    expect(toMoney(143.57, 'USD').minor).toBe(14_357)
    expect(toMoney('1200', 'JPY').minor).toBe(1_200)
    expect(toMoney('1.234', 'KWD').minor).toBe(1_234)
  })

  test('finer than the currency is rounded half away from zero', () => {
    expect(toMoney('260.505', 'USD').minor).toBe(26_051)
    expect(toMoney('260.504999', 'USD').minor).toBe(26_050)
    expect(toMoney('-0.005', 'USD').minor).toBe(-1)
    expect(toMoney('1200.5', 'JPY').minor).toBe(1_201)
  })

  test('that is none is refused', () => {
    for (const text of ['', 'a lot', '1,000', '1e3', '.5', 'NaN'])
      expect(() => toMoney(text, 'USD')).toThrow(RangeError)
  })

  test('of cents comes back as the cents it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (cents) => {
        const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
        expect(toMoney(text, 'USD').minor).toBe(cents)
      }),
    )
  })
})

test('budgets are minor units already, and zero is none', () => {
  expect(toBudget('15000', 'USD')).toEqual({ minor: 15_000, currency: 'USD' })
  expect([toBudget('0', 'USD'), toBudget(undefined, 'USD')]).toEqual([undefined, undefined])
})

test('counts come as text', () => {
  expect(['10342', undefined, '-1', 'x'].map(toCount)).toEqual([10_342, undefined, undefined, undefined])
})
