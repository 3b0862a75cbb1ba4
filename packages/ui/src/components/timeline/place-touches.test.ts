import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeTouches } from './place-touches.ts'

const hour = 3_600_000
const moments = fc
  .array(fc.integer({ min: 0, max: 90 * 24 * hour }), { minLength: 1, maxLength: 220 })
  .map((some) => some.toSorted((one, two) => one - two))

test('marks keep the order of time and can be told apart, however many', () => {
  fc.assert(
    fc.property(moments, fc.integer({ min: 300, max: 1600 }), (some, width) => {
      const { at, width: taken } = placeTouches(some, width)
      expect(at).toHaveLength(some.length)
      for (let index = 1; index < at.length; index++)
        expect(at[index]! - at[index - 1]!).toBeGreaterThanOrEqual(26 - 1e-6)
      expect(at[0]).toBeGreaterThanOrEqual(0)
      expect(at.at(-1)).toBeLessThanOrEqual(taken)
      expect(taken).toBeGreaterThanOrEqual(width)
    }),
  )
})

test('all in view is within the width where breaks leave any', () => {
  const some = Array.from({ length: 200 }, (_, index) => index * hour)
  expect(placeTouches(some, 1000).width).toBeGreaterThan(1000)
  expect(placeTouches(some, 1000, true).width).toBeLessThanOrEqual(1030)
})

test('within a group time is to scale', () => {
  const { at } = placeTouches([0, hour, 4 * hour], 900)
  expect((at[2]! - at[0]!) / (at[1]! - at[0]!)).toBeCloseTo(4, 6)
})

test('what lies more than half a day apart is parted by a break that says how long', () => {
  const placed = placeTouches([0, hour, 240 * hour], 900)
  expect(placed.groups.map(({ first, last }) => [first, last])).toEqual([
    [0, 1],
    [2, 2],
  ])
  expect(placed.breaks.map(({ lasts }) => lasts / hour)).toEqual([239])
  expect(placed.breaks[0]!.x).toBeGreaterThan(placed.at[1]!)
  expect(placed.breaks[0]!.x).toBeLessThan(placed.at[2]!)
})
