import { expect, test } from 'vitest'
import { formatAgo, formatDuration, formatHour, formatInstant } from './instant.ts'

const now = new Date('2026-10-22T12:00:00Z')

test('how long ago is said in the largest unit that fits', () => {
  expect(formatAgo('2026-10-22T11:59:48Z', now, 'en-US')).toBe('12 sec. ago')
  expect(formatAgo('2026-10-22T11:56:00Z', now, 'en-US')).toBe('4 min. ago')
  expect(formatAgo('2026-10-19T11:00:00Z', now, 'en-US')).toBe('3 days ago')
  expect(formatAgo('2026-10-22T12:10:00Z', now, 'en-US')).toBe('in 10 min.')
})

test('an instant is read in the zone asked for', () => {
  expect(formatInstant('2026-10-22T12:34:00Z', 'America/New_York', 'en-US')).toBe('Oct 22, 8:34 AM')
})

test('an hour is what the clock says, in the locale’s way', () => {
  expect(formatHour(15, 'en-US')).toBe('3 PM')
  expect(formatHour(0, 'de-DE')).toBe('00 Uhr')
})

test('time left is rounded up', () => {
  expect(formatDuration(40.2, 'en-US')).toBe('41 seconds')
  expect(formatDuration(121, 'en-US')).toBe('3 minutes')
})
