import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceOfShares, ratioOfShares, wilson, type Share } from './proportions.ts'

const share = (hits: number, of: number): Share => ({ hits, of })

// Newcombe (1998), Statistics in Medicine 17, 857–872, table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('the score interval of %i of %i is as published', (hits, of, low, high) => {
  const found = wilson(share(hits, of))
  expect(found.low).toBeCloseTo(low, 4)
  expect(found.high).toBeCloseTo(high, 4)
})

// Newcombe (1998), Statistics in Medicine 17, 873–890, table II, method 10.
test.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [10, 10, 0, 20, 0.6791, 1],
])('the difference of %i/%i and %i/%i is as published', (a, ofA, b, ofB, low, high) => {
  const found = differenceOfShares(share(a, ofA), share(b, ofB))
  expect(found.low).toBeCloseTo(low, 4)
  expect(found.high).toBeCloseTo(high, 4)
})

test('the ratio of the Physicians’ Health Study is as published', () => {
  // Agresti, Categorical Data Analysis, 2nd ed. (2002), section 3.1.3: heart attacks under placebo and aspirin, 1.82 (1.43 to 2.30).
  const found = ratioOfShares(share(189, 11_034), share(104, 11_037))
  expect(found?.value).toBeCloseTo(1.82, 2)
  expect(found?.low).toBeCloseTo(1.43, 2)
  expect(found?.high).toBeCloseTo(2.3, 1)
  expect(ratioOfShares(share(1, 10), share(0, 10))).toBeUndefined()
})

test('intervals hold their estimate, and turn round with their arms', () => {
  const some = fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 500 })).map(([a, b]) => share(Math.min(a, b), b))
  fc.assert(
    fc.property(some, some, (a, b) => {
      const [one, other] = [differenceOfShares(a, b), differenceOfShares(b, a)]
      expect(one.low).toBeLessThanOrEqual(one.value + 1e-12)
      expect(one.high).toBeGreaterThanOrEqual(one.value - 1e-12)
      expect(one.low).toBeGreaterThanOrEqual(-1 - 1e-12)
      expect(one.high).toBeCloseTo(-other.low, 12)
    }),
  )
  expect(() => wilson(share(2, 1))).toThrow(RangeError)
})
