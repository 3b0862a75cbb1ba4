import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, daysInRange, formatDay, formatDayRange, isRealDay, todayIn, weekdayOf } from './day.ts'

test('a day that does not exist is no day', () => {
  expect(isRealDay('2026-02-28')).toBe(true)
  expect(isRealDay('2026-02-30')).toBe(false)
  expect(isRealDay('2026-2-3')).toBe(false)
})

test('going forth and back by days returns, over clock changes and leap years', () => {
  const day = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1990-01-01', n))
  fc.assert(
    fc.property(day, fc.integer({ min: -5000, max: 5000 }), (from, count) => {
      expect(addDays(addDays(from, count), -count)).toBe(from)
      if (count >= 0) expect(daysInRange(from, addDays(from, count))).toBe(count + 1)
    }),
  )
})

test('today is the day in the zone, not in the browser', () => {
  const now = new Date('2026-10-31T03:41:00Z')
  expect(todayIn('America/New_York', now)).toBe('2026-10-30')
  expect(todayIn('Europe/Berlin', now)).toBe('2026-10-31')
})

test('a range says its year only when it is not this one', () => {
  expect(formatDayRange('2026-10-01', '2026-10-22', 'en-US', '2026-10-22')).toBe('Oct 1 – 22')
  expect(formatDayRange('2025-10-01', '2025-10-22', 'en-US', '2026-10-22')).toBe('Oct 1 – 22, 2025')
  expect(formatDayRange('2026-10-22', '2026-10-22', 'en-US', '2026-10-22')).toBe('Oct 22')
  expect(formatDay('2026-10-22', 'en-GB')).toBe('22 Oct')
  expect(weekdayOf('2026-11-01')).toBe(7)
})
