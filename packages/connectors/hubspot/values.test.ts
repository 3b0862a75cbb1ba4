import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDecimal, parseMoney } from '@throughline/canonical'
import { dayIn, filled, instantOf, list, midnight, moneyOf, probability } from './values.ts'

const usd = (minor: number) => ({ minor, currency: 'USD' })

test('amounts are exact, whatever way HubSpot writes them', () => {
  expect(moneyOf('12500.00', 'USD')).toEqual(usd(1_250_000))
  expect(moneyOf('.5', 'USD')).toEqual(usd(50))
  expect(moneyOf('7.', 'USD')).toEqual(usd(700))
  expect(moneyOf('1.2E7', 'USD')).toEqual(usd(1_200_000_000))
  expect(moneyOf('5e-1', 'USD')).toEqual(usd(50))
  expect(moneyOf('-3.10', 'USD')).toEqual(usd(-310))
  expect(moneyOf('1200', 'JPY')).toEqual({ minor: 1_200, currency: 'JPY' })
  expect(moneyOf('33.3333', 'USD')).toEqual(usd(3_333))
  expect(moneyOf('0.005', 'USD')).toEqual(usd(1))
  expect(moneyOf('0.0049', 'USD')).toEqual(usd(0))
  expect(moneyOf('1E-9', 'USD')).toEqual(usd(0))
  for (const none of ['', 'twelve', '1,000', '1.2.3', '--1', 'E5'])
    expect(() => moneyOf(none, 'USD')).toThrow(RangeError)
})

test('an amount with the currency’s places reads as any amount does', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom('USD', 'JPY', 'KWD'), (minor, currency) => {
      const decimal = formatDecimal({ minor, currency })
      expect(moneyOf(decimal, currency)).toEqual(parseMoney(decimal, currency))
    }),
  )
})

test('moments are ISO in records and epoch milliseconds elsewhere', () => {
  expect(instantOf('2026-09-10T18:00:02.410Z')).toBe('2026-09-10T18:00:02.410Z')
  expect(instantOf('2026-10-31T00:00:00Z')).toBe('2026-10-31T00:00:00.000Z')
  expect(instantOf('1788030001992')).toBe('2026-08-29T19:00:01.992Z')
  expect(instantOf('yesterday')).toBeUndefined()
})

test('days are the account’s, in the older names of zones too', () => {
  expect(dayIn('US/Eastern', '2026-11-01T03:30:00.000Z')).toBe('2026-10-31')
  expect(dayIn('Not/AZone', '2026-11-01T03:30:00.000Z')).toBe('2026-11-01')
  expect(new Date(midnight('US/Eastern', '2026-11-01')).toISOString()).toBe('2026-11-01T04:00:00.000Z')
  expect(new Date(midnight('US/Eastern', '2026-11-02')).toISOString()).toBe('2026-11-02T05:00:00.000Z')
})

test('what is blank says nothing, and the order of properties does not matter', () => {
  expect(JSON.stringify(filled({ b: '2', a: '1', c: null, d: '' }))).toBe('{"a":"1","b":"2"}')
  expect(list({ hs_merged_object_ids: '51;1; 1551;' }, 'hs_merged_object_ids')).toEqual(['51', '1', '1551'])
  expect([probability('0.9'), probability('2'), probability(undefined)]).toEqual([0.9, undefined, undefined])
})
