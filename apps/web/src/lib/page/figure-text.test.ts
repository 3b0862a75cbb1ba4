import { expect, test } from 'vitest'
import { changeText, differenceText, figureLine, figureText } from './figure-text.ts'

const usd = (minor: number) => ({ ok: true as const, value: { minor, currency: 'USD' } })
const count = (value: number) => ({ ok: true as const, value })

test('a figure without a value says why, and never a made-up number', () => {
  expect(figureText({ ok: false, why: 'rate_missing' }, 'en-US', 'money')).toEqual({
    why: 'Currencies mixed, rate missing',
  })
})

test('money is said to the cent, shares in percent, counts whole', () => {
  expect(figureLine(usd(123456), 'en-US', 'money')).toBe('$1,234.56')
  expect(figureLine(count(0.2384), 'en-US', 'share')).toBe('23.8%')
  expect(figureLine(count(1234), 'en-US', 'count')).toBe('1,234')
})

test('a share changes by points, everything else by percent of what it was', () => {
  const share = { unit: 'share' as const, now: count(0.238), before: count(0.252), change: count(-0.0556) }
  expect(changeText(share, 'en-US')).toEqual({ change: -1.4, text: '1.4 pt' })
  expect(changeText({ unit: 'money', now: usd(113), before: usd(100), change: count(0.13) }, 'en-US')).toEqual({
    change: 0.13,
    text: '13.0%',
  })
  expect(
    changeText({ unit: 'money', now: usd(1), before: usd(0), change: { ok: false, why: 'no_units' } }, 'en-US'),
  ).toBeUndefined()
})

test('what rounds to nothing claims no direction', () => {
  expect(changeText({ unit: 'count', now: count(1), before: count(1), change: count(0.0001) }, 'en-US')?.change).toBe(0)
})

test('differences carry their sign', () => {
  expect(differenceText({ minor: -2500, currency: 'USD' }, null, 'en-US')).toBe('−$25.00')
  expect(differenceText(null, 12, 'en-US')).toBe('+12')
})
