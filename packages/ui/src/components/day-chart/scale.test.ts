import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namedDays, niceStep, valueAxis } from './scale.ts'

test('steps are ones people count in', () => {
  expect(niceStep(300)).toBe(100)
  expect(niceStep(700)).toBe(250)
  expect(niceStep(0)).toBe(1)
})

test('the axis holds every value, never names zero, and names at most a handful of lines', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -(10 ** 9), max: 10 ** 10 }), { minLength: 1 }), (values) => {
      const { min, max, ticks } = valueAxis(values)
      expect(min).toBeLessThanOrEqual(Math.min(0, ...values))
      expect(max).toBeGreaterThanOrEqual(Math.max(...values))
      expect(ticks).not.toContain(0)
      expect(ticks.length).toBeLessThanOrEqual(8)
    }),
  )
})

test('a day a little below zero takes little room', () => {
  const { min, max, ticks } = valueAxis([85_200, -2000])
  expect({ min, max, ticks }).toEqual({ min: -2400, max: 100_000, ticks: [50_000, 100_000] })
})

test('the first and the last day are named, and no two twice', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 800 }), (count) => {
      const named = namedDays(count)
      expect(named[0]).toBe(0)
      expect(named.at(-1)).toBe(count - 1)
      expect(new Set(named).size).toBe(named.length)
      expect(named.length).toBeLessThanOrEqual(7)
    }),
  )
})
