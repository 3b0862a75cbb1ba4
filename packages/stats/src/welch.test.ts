import { expect, test } from 'vitest'
import { tQuantile, tTails } from './student-t.ts'
import { differenceOfMeans, type Sample } from './welch.ts'

const sample = (values: readonly number[]): Sample => ({
  n: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
  squares: values.reduce((sum, value) => sum + value ** 2, 0),
})

// Fisher and Yates, Statistical Tables, table III; the last is the normal distribution's.
test.each([
  [1, 12.7062],
  [2, 4.3027],
  [10, 2.2281],
  [30, 2.0423],
  [120, 1.9799],
  [1e5, 1.96],
])('with %d degrees of freedom a twentieth lies beyond %d', (freedom, expected) => {
  expect(tQuantile(0.05, freedom)).toBeCloseTo(expected, 4)
  expect(tTails(tQuantile(0.05, freedom), freedom)).toBeCloseTo(0.05, 10)
})

test('sleep of ten patients under two drugs differs as published', () => {
  // Student, Biometrika 6 (1908); the figures as R's documentation of t.test prints them: t = −1.8608, df = 17.776.
  const one = sample([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2])
  const other = sample([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
  const found = differenceOfMeans(one, other)
  expect(found?.value).toBeCloseTo(0.75 - 2.33, 12)
  expect(found?.freedom).toBeCloseTo(17.776, 3)
  expect(found?.p).toBeCloseTo(0.07939, 5)
  expect(found?.low).toBeCloseTo(-3.3654832, 6)
  expect(found?.high).toBeCloseTo(0.2054832, 6)
})

test('one alone, or what does not vary, has no interval', () => {
  expect(differenceOfMeans(sample([1]), sample([1, 2]))).toBeUndefined()
  expect(differenceOfMeans(sample([1, 1]), sample([2, 2]))).toBeUndefined()
})
