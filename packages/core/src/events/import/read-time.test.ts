import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTime } from './read-time.ts'

test.each([
  ['2026-01-02T03:04:05Z', 'iso', 'America/Chicago', '2026-01-02T03:04:05.000Z'],
  ['2026-01-02 03:04:05.25 +0100', 'iso', 'America/Chicago', '2026-01-02T02:04:05.250Z'],
  ['2026-01-02 03:04', 'iso', 'America/Chicago', '2026-01-02T09:04:00.000Z'],
  ['2026-07-02', 'iso', 'America/Chicago', '2026-07-02T05:00:00.000Z'],
  // A time that the clock skips is as much later; one that it repeats is the first.
  ['2026-03-08 02:30', 'iso', 'America/New_York', '2026-03-08T07:30:00.000Z'],
  ['2026-11-01 01:30', 'iso', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  ['1/2/2026 3:04 PM', 'month_first', 'UTC', '2026-01-02T15:04:00.000Z'],
  ['1/2/26, 12:04 a.m.', 'month_first', 'UTC', '2026-01-02T00:04:00.000Z'],
  ['1.2.2026 15:04:05', 'day_first', 'Europe/Berlin', '2026-02-01T14:04:05.000Z'],
  ['1767323045', 'epoch_s', 'UTC', '2026-01-02T03:04:05.000Z'],
  ['1767323045123', 'epoch_ms', 'UTC', '2026-01-02T03:04:05.123Z'],
] as const)('%s as %s in %s', (text, format, zone, instant) => {
  expect(readTime(text, format, zone)).toBe(instant)
})

test.each([
  ['2026-02-30', 'iso'],
  ['1/2/2026', 'iso'],
  ['13/2/2026', 'month_first'],
  ['1/2/2026 13:04 PM', 'month_first'],
  ['2026-01-02', 'epoch_s'],
  ['99999999999999999999', 'epoch_ms'],
  ['', 'iso'],
  ['now', 'iso'],
] as const)('%s is no time as %s', (text, format) => {
  expect(readTime(text, format, 'UTC')).toBeUndefined()
})

test('whatever stands there, it is an instant or nothing', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom('iso', 'month_first', 'day_first', 'epoch_s', 'epoch_ms'),
      (text, format) => {
        const at = readTime(text, format, 'America/Chicago')
        expect(at === undefined || new Date(at).toISOString() === at).toBe(true)
      },
    ),
  )
})
