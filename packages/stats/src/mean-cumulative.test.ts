import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z95 } from './interval.ts'
import { meanCumulative } from './mean-cumulative.ts'

test('who is watched for less counts as long as they are watched', () => {
  // By hand: 3 in the first period (10, 2, 0), 2 in the second (4, 6).
  const found = meanCumulative([[10, 4], [2, 6], [0]])
  expect(found.map(({ value, n }) => [value, n])).toEqual([
    [4, 3],
    [9, 2],
  ])
  // Deviations: (6/3, −2/3, −4/3), then less 1/2, more 1/2, as they were.
  const variance = (2 - 0.5) ** 2 + (-2 / 3 + 0.5) ** 2 + (4 / 3) ** 2
  expect(found[1]?.high).toBeCloseTo(9 + z95 * Math.sqrt(variance), 12)
})

test('with everyone watched to the end it is the mean of sums, with the error of a mean', () => {
  const rows = fc.integer({ min: 1, max: 5 }).chain((periods) =>
    fc.array(fc.array(fc.integer({ min: -100, max: 100 }), { minLength: periods, maxLength: periods }), {
      minLength: 1,
      maxLength: 12,
    }),
  )
  fc.assert(
    fc.property(rows, (all) => {
      const last = meanCumulative(all).at(-1)
      const sums = all.map((row) => row.reduce((sum, value) => sum + value, 0))
      const mean = sums.reduce((sum, value) => sum + value, 0) / sums.length
      const variance = sums.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sums.length ** 2
      expect(last?.value).toBeCloseTo(mean, 9)
      expect(last?.high).toBeCloseTo(mean + z95 * Math.sqrt(variance), 9)
    }),
  )
  expect(meanCumulative([])).toEqual([])
})
