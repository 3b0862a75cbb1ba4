import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { convert, inCurrency } from './fx.ts'

const row = (day: string, currency: string, minor: number) => ({ day, currency, minor, kind: 'gross' as const })

describe('sums in one currency', () => {
  test('are restated by the rate of their own day', () => {
    const rates = [
      { day: '2026-11-01', from: 'EUR', to: 'USD', rate: '1.10' },
      { day: '2026-11-02', from: 'EUR', to: 'USD', rate: '1.2' },
    ]
    const rows = [row('2026-11-01', 'EUR', 1000), row('2026-11-02', 'EUR', 1000), row('2026-11-02', 'USD', 5)]
    expect(inCurrency(rows, 'USD', rates)).toEqual({
      ok: true,
      rows: [row('2026-11-01', 'USD', 1100), row('2026-11-02', 'USD', 1200), row('2026-11-02', 'USD', 5)],
    })
  })

  test('are no value at all where one rate is missing, and say which', () => {
    const rates = [{ day: '2026-11-01', from: 'EUR', to: 'USD', rate: '1.1' }]
    expect(
      inCurrency([row('2026-11-01', 'EUR', 1), row('2026-11-02', 'EUR', 1), row('2026-11-02', 'EUR', 2)], 'USD', rates),
    ).toEqual({
      ok: false,
      why: 'rate_missing',
      missing: [{ day: '2026-11-02', currency: 'EUR' }],
      rows: [row('2026-11-01', 'USD', 1), row('2026-11-02', 'EUR', 1), row('2026-11-02', 'EUR', 2)],
    })
  })
})

describe('an amount in another currency', () => {
  test.each([
    [1000, 'USD', 'JPY', '149.5', 1495],
    [1495, 'JPY', 'USD', '0.0066889632107', 1000],
    [1, 'KWD', 'USD', '3.25', 0],
    [2, 'KWD', 'USD', '3.25', 1],
    [5, 'EUR', 'USD', '0.5', 2],
    [15, 'EUR', 'USD', '0.5', 8],
    [-5, 'EUR', 'USD', '0.5', -2],
  ])('%i %s is, in %s at %s, %i', (minor, from, to, rate, expected) => {
    expect(convert(minor, from, to, rate)).toBe(expected)
  })

  test('is within half a minor unit of the exact product', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 1e6 }), (minor, rate) => {
        const converted = convert(
          minor,
          'EUR',
          'USD',
          `${Math.floor(rate / 1000)}.${String(rate % 1000).padStart(3, '0')}`,
        )
        expect(Math.abs(converted * 1000 - minor * rate)).toBeLessThanOrEqual(500)
      }),
    )
  })

  test('needs a rate that is one', () => {
    for (const rate of ['', '0', '-1', '1e3', 'x']) expect(() => convert(1, 'EUR', 'USD', rate)).toThrow('not a rate')
  })
})
