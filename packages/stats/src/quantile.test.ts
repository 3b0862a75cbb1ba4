import { expect, test } from 'vitest'
import { quantile } from './quantile.ts'

test('quartiles are as R and PostgreSQL give them', () => {
  // quantile(c(1, 2, 4, 8, 16, 32)) in R; percentile_cont alike.
  expect([0, 0.25, 0.5, 0.75, 1].map((share) => quantile([1, 2, 4, 8, 16, 32], share))).toEqual([1, 2.5, 6, 14, 32])
  expect(quantile([7], 0.9)).toBe(7)
  expect(quantile([], 0.5)).toBeUndefined()
})
