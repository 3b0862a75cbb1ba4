import { expect, test } from 'vitest'
import { amountText, targetOf, typedTarget } from './goal-text.ts'

test('a target is typed as people think of it, and is the same afterwards', () => {
  expect(targetOf('50000', 'money', 'USD')).toBe(5_000_000)
  expect(targetOf('35', 'share', 'USD')).toBe(0.35)
  expect(targetOf('3.5', 'ratio', 'USD')).toBe(3.5)
  for (const [target, unit] of [
    [5_000_050, 'money'],
    [0.355, 'share'],
    [120, 'count'],
  ] as const)
    expect(targetOf(typedTarget(target, unit, 'USD'), unit, 'USD')).toBe(target)
})

test('what is no number is none', () => {
  expect(targetOf('', 'money', 'USD')).toBeUndefined()
  expect(targetOf('much', 'count', 'USD')).toBeUndefined()
})

test('an amount is read in its own unit', () => {
  expect(amountText(1_234_567, 'money', 'USD', 'en-US')).toBe('$12,346')
  expect(amountText(0.355, 'share', 'USD', 'en-US')).toBe('35.5%')
  expect(amountText(1_200.4, 'count', 'USD', 'en-US')).toBe('1,200')
})
