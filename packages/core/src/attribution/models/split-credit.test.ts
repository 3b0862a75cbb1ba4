import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitMinor } from './split-credit.ts'

const someWeights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 }).map((raw) => {
  const sum = raw.reduce((a, b) => a + b, 0)
  return sum > 1e-6 ? raw.map((each) => each / sum) : raw.map(() => 1 / raw.length)
})
const someAmount = fc.oneof(
  fc.integer({ min: -100_000, max: 100_000 }),
  fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
)

test('the parts add up to the amount, whole, on its side of zero', () => {
  fc.assert(
    fc.property(someAmount, someWeights, (amount, weights) => {
      const parts = splitMinor(amount, weights)
      expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(amount))
      expect(parts.every((part) => Number.isSafeInteger(part) && part * Math.sign(amount) >= 0)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

test('a refund of all takes back every cent where it was', () => {
  fc.assert(
    fc.property(someAmount, someWeights, (amount, weights) => {
      const [gift, refund] = [splitMinor(amount, weights), splitMinor(-amount, weights)]
      expect(gift.map((part, i) => part + (refund[i] ?? NaN))).toEqual(gift.map(() => 0))
      expect(refund.some((part) => Object.is(part, -0))).toBe(false)
    }),
  )
})

test('no part is a whole unit or more away from its exact share', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), someWeights, (amount, weights) => {
      splitMinor(amount, weights).forEach((part, i) => {
        expect(Math.abs(part - amount * (weights[i] ?? NaN))).toBeLessThan(1 + 1e-6)
      })
    }),
  )
})

test('a touch without weight gets nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), someWeights, (amount, weights) => {
      expect(splitMinor(amount, [0, ...weights, 0]).filter((_, i) => i === 0 || i > weights.length)).toEqual([0, 0])
    }),
  )
})

test('the largest remainders get what is left, the earlier touch where they are the same', () => {
  expect(splitMinor(100, [1 / 3, 1 / 3, 1 / 3])).toEqual([34, 33, 33])
  expect(splitMinor(-100, [1 / 3, 1 / 3, 1 / 3])).toEqual([-34, -33, -33])
  expect(splitMinor(10, [0.15, 0.25, 0.6])).toEqual([2, 2, 6])
  expect(splitMinor(5, [0.3, 0.3, 0.4])).toEqual([2, 1, 2])
  expect(
    splitMinor(
      2,
      Array.from({ length: 30 }, () => 1 / 30),
    ).slice(0, 3),
  ).toEqual([1, 1, 0])
  expect(splitMinor(1, [0, 1])).toEqual([0, 1])
})

test('an amount that is not whole is refused', () => {
  expect(() => splitMinor(0.5, [1])).toThrow('whole number of minor units')
  expect(() => splitMinor(2 ** 53, [1])).toThrow('whole number of minor units')
})
