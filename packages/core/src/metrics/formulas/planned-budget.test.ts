import { expect, test } from 'vitest'
import { plannedBudget, type Budget } from './planned-budget.ts'

const november = { from: '2026-11-01', to: '2026-11-30' }
const budget = (more: Partial<Budget>): Budget => ({ daily: null, lifetime: null, starts: null, ends: null, ...more })

test('a daily budget is planned for each day on which it runs', () => {
  expect(plannedBudget(budget({ daily: 100 }), november)).toBe(3_000)
  expect(plannedBudget(budget({ daily: 100, starts: '2026-11-21', ends: '2026-12-24' }), november)).toBe(1_000)
  expect(plannedBudget(budget({ daily: 100, ends: '2026-10-31' }), november)).toBe(0)
})

test('a lifetime budget is spread evenly over its days', () => {
  const lifetime = budget({ lifetime: 6_000, starts: '2026-10-02', ends: '2026-11-30' })
  expect(plannedBudget(lifetime, november)).toBe(3_000)
  expect(plannedBudget(lifetime, { from: '2026-10-01', to: '2026-11-30' })).toBe(6_000)
})

test('what cannot be planned is not said to be nothing', () => {
  expect(plannedBudget(budget({}), november)).toBeUndefined()
  expect(plannedBudget(budget({ lifetime: 6_000, starts: '2026-10-02' }), november)).toBeUndefined()
})
