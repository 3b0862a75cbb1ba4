import { expect, test } from 'vitest'
import { levelKept, noLags, serviceLevels, type Lags } from './service-levels.ts'

const lags = (n: number, overTarget: number, overAcceptable: number): Lags => ({
  ...{ n, overTarget, overAcceptable, overGrace: 0, p95: 1, p99: 2 },
})
const level = serviceLevels.campaign

test('nothing came: nothing is known, and no budget is used or left', () => {
  const kept = levelKept(level, { '1h': noLags, '6h': noLags, '3d': noLags })
  expect(kept).toMatchObject({ state: 'unknown', budgetLeft: null, p95: null })
  expect(kept.burns.map(({ rate }) => rate)).toEqual([null, null, null])
})

test('95 in a hundred within the target and 99 within the acceptable keep the promise', () => {
  expect(levelKept(level, { '1h': noLags, '6h': noLags, '3d': lags(1_000, 50, 10) })).toMatchObject({
    state: 'kept',
    budgetLeft: 0,
  })
  expect(levelKept(level, { '1h': noLags, '6h': noLags, '3d': lags(1_000, 51, 0) })).toMatchObject({
    ...{ state: 'missed', budgetLeft: 1 },
  })
})

test('a fifth too late for an hour burns twenty times as fast as the budget lasts', () => {
  const kept = levelKept(level, { '1h': lags(100, 30, 20), '6h': lags(600, 30, 20), '3d': lags(7_200, 30, 20) })
  expect(kept.state).toBe('burning')
  expect(kept.burns[0]?.rate).toBeCloseTo(20, 9)
  expect(kept.burns[1]?.rate).toBeCloseTo(20 / 6, 9)
  expect(kept.budgetLeft).toBeCloseTo(1 - 20 / 72, 9)
})

test('one of three too late says nothing of one in a hundred', () => {
  expect(levelKept(level, { '1h': lags(3, 1, 1), '6h': lags(3, 1, 1), '3d': lags(1_000, 1, 1) }).state).toBe('kept')
})
