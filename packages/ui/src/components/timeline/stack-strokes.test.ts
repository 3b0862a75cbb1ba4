import { expect, test } from 'vitest'
import { stackStrokes, strokePath } from './stack-strokes.ts'

test('strokes are as thick as their share, and lie on each other from the first up', () => {
  const [first, second, third] = stackStrokes(
    [
      { share: 0.25, counts: true },
      { share: 0.9, counts: false },
      { share: 0.75, counts: true },
    ],
    100,
  )
  expect(first).toEqual({ y: 94.5, thickness: 11 })
  expect(second).toBeNull()
  expect(third).toEqual({ y: 71, thickness: 33 })
})

test('credit of nothing is still a hairline: the touch was there', () => {
  expect(stackStrokes([{ share: 0, counts: true }], 10)[0]?.thickness).toBe(1)
})

test('hairlines of two hundred touches stay within what the timeline keeps for them', () => {
  const strokes = stackStrokes(
    Array.from({ length: 200 }, () => ({ share: 0.005, counts: true })),
    100,
  )
  expect(strokes.reduce((sum, stroke) => sum + (stroke?.thickness ?? 0), 0)).toBeCloseTo(44, 6)
})

test('a stroke ends at the gift, even from a mark beside it', () => {
  expect(strokePath(90, 0, 50, 100)).toMatch(/H100$/)
  expect(strokePath(100, 0, 50, 100)).toBe('M100 0C100 36 100 50 100 50H100')
})
