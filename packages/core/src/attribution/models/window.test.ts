import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inWindow, parseWindowDays, unlimited, windowDays, type WindowDays } from './window.ts'

const day = 86_400

test('a touch counts up to its window’s last second, clicks and views apart', () => {
  const window = { clickDays: 7, viewDays: 1 } as const
  expect(inWindow(window, 7 * day, false)).toBe(true)
  expect(inWindow(window, 7 * day + 1, false)).toBe(false)
  expect(inWindow(window, day, true)).toBe(true)
  expect(inWindow(window, 2 * day, true)).toBe(false)
})

test('a touch after its conversion never counts', () => {
  expect(inWindow(unlimited, -1, false)).toBe(false)
  expect(inWindow(unlimited, 1e9, true)).toBe(true)
})

test('what counts in a window counts in every longer one', () => {
  const days: WindowDays[] = [...windowDays, null]
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 * day }), fc.boolean(), (age, isView) => {
      const counts = days.map((each) => inWindow({ clickDays: each, viewDays: each }, age, isView))
      expect(counts).toEqual(counts.toSorted((a, b) => Number(a) - Number(b)))
      expect(counts.at(-1)).toBe(true)
    }),
  )
})

test('a window is one of those that there are, or a named error', () => {
  expect(parseWindowDays('28')).toBe(28)
  expect(parseWindowDays('unlimited')).toBe(null)
  for (const none of [-3, 0, 2, '', ' ', 'seven', NaN, '7.5'])
    expect(() => parseWindowDays(none)).toThrow(
      `A window of "${none}" days is none; there are 1, 3, 7, 14, 28, 30, 60, 90`,
    )
})
