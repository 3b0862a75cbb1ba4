import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linearShare, paceOf, shapedShare } from './pace.ts'

const base = { growth: 'adds', wanted: 'up', target: 1_000, value: 300, due: 0.25 } as const

test('what adds up is held against the share of the season that is gone, and goes on as it went', () => {
  expect(paceOf(base)).toEqual({ expected: 250, ahead: 50, reached: 0.3, projected: 1_200, onPace: true })
  expect(paceOf({ ...base, value: 200 })).toMatchObject({ ahead: -50, projected: 800, onPace: false })
})

test('of a cost less is wanted; a level should be there already; people who come again say nothing of the end', () => {
  expect(paceOf({ ...base, wanted: 'down' })).toMatchObject({ onPace: false })
  expect(paceOf({ ...base, growth: 'level', target: 0.3, value: 0.2 })).toMatchObject({
    expected: 0.3,
    projected: 0.2,
    onPace: false,
  })
  expect(paceOf({ ...base, growth: 'rises' })).toMatchObject({ expected: 250, projected: null, onPace: true })
})

test('where nothing says what is due, or there is no value, nothing is made up', () => {
  expect(paceOf({ ...base, due: null })).toEqual({
    expected: null,
    ahead: null,
    reached: 0.3,
    projected: null,
    onPace: null,
  })
  expect(paceOf({ ...base, value: null })).toMatchObject({ ahead: null, projected: null, onPace: null })
  expect(paceOf({ ...base, due: 0, value: 0 })).toMatchObject({ expected: 0, projected: null, onPace: true })
})

test('last year’s shape says how much had come in by the same point', () => {
  const late = [0, 0, 0, 100]
  expect([1, 3, 4].map((gone) => shapedShare(late, 4, gone, 0))).toEqual([0, 0, 1])
  expect(shapedShare(late, 4, 3, 0.5)).toBe(0.5)
  expect(shapedShare([0, 0], 2, 1, 0)).toBeNull()
  // A leap year's season is one day longer.
  expect(shapedShare([10, 10, 10, 10], 5, 5, 0)).toBe(1)
})

test('an even last year is the even pace, and shares never run back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.nat(60),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (days, gone, part) => {
        const whole = Math.min(gone, days - 1)
        const even = shapedShare(
          Array.from({ length: days }, () => 5),
          days,
          whole,
          part,
        )
        expect(even).toBeCloseTo(linearShare(days, whole, part), 9)
        expect(linearShare(days, whole, part)).toBeLessThanOrEqual(linearShare(days, whole + 1, 0))
      },
    ),
  )
})
