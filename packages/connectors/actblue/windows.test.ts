import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween } from './times.ts'
import { lookBack, nextWindow, windowsBetween } from './windows.ts'

const day = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays('2019-01-01', days))

describe('windows', { timeout: 60_000 }, () => {
  test('cover every day exactly once and never reach past six months', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 700 }), (start, length) => {
        const until = addDays(start, length)
        const covered: string[] = []
        for (const window of windowsBetween(start, until)) {
          const days = daysBetween(window.start, window.end)
          expect(days).toBeGreaterThan(0)
          const sixMonths = Temporal.PlainDate.from(window.start).add({ months: 6 }).toString()
          expect(window.end <= sixMonths).toBe(true)
          for (let each = 0; each < days; each += 1) covered.push(addDays(window.start, each))
        }
        expect(covered).toEqual(Array.from({ length }, (_, each) => addDays(start, each)))
      }),
      { numRuns: 40 },
    )
  })

  test('share their boundary, because the end is exclusive', () => {
    const [first, second] = windowsBetween('2026-01-01', '2026-12-31')
    expect(second?.start).toBe(first?.end)
    expect(nextWindow('2026-08-31', '2027-12-31').end).toBe('2027-01-31')
  })

  test('look back so many days but never before history begins', () => {
    expect(lookBack('2026-03-10', 7, '2026-01-01')).toBe('2026-03-03')
    expect(lookBack('2026-03-10', 180, '2026-01-01')).toBe('2026-01-01')
  })
})
