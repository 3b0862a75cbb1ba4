import { expect, test } from 'vitest'
import { todayIn } from './today.ts'

test('today is the day in the client’s zone', () => {
  const now = new Date('2026-11-21T03:30:00Z')
  expect(todayIn('America/New_York', now)).toMatchObject({ day: '2026-11-20', hours: 23 })
  expect(todayIn('America/Los_Angeles', now)).toMatchObject({ day: '2026-11-20', hours: 20 })
  expect(todayIn('Asia/Tokyo', now)).toMatchObject({ day: '2026-11-21', hours: 13 })
})

test('half of a day of 25 hours is gone after 12 and a half', () => {
  expect(todayIn('America/New_York', new Date('2026-11-01T16:30:00Z')).fraction).toBeCloseTo(0.5, 10)
  expect(todayIn('America/New_York', new Date('2026-03-08T16:30:00Z')).fraction).toBeCloseTo(0.5, 10)
})
