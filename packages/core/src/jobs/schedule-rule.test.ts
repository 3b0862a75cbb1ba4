import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextDue, parseRule } from './schedule-rule.ts'

const next = (rule: string, after: string, zone: string) =>
  nextDue(parseRule(rule), new Date(after), zone).toISOString()

describe('a schedule in the tenant’s zone', () => {
  test('every 15 minutes is due at the next quarter', () => {
    expect(next('every 15 minutes', '2026-11-20T15:00:00Z', 'Asia/Kathmandu')).toBe('2026-11-20T15:15:00.000Z')
    expect(next('every 15 minutes', '2026-11-20T15:14:59.999Z', 'Asia/Kathmandu')).toBe('2026-11-20T15:15:00.000Z')
  })

  test('daily at 03:30 is half past three on the tenant’s clock, summer and winter', () => {
    expect(next('daily at 03:30', '2026-07-01T00:00:00Z', 'America/Chicago')).toBe('2026-07-01T08:30:00.000Z')
    expect(next('daily at 03:30', '2026-12-01T00:00:00Z', 'America/Chicago')).toBe('2026-12-01T09:30:00.000Z')
  })

  test('a time that the clock skips is due at the end of the gap', () => {
    // New York, 8 March 2026: 02:00 becomes 03:00.
    expect(next('daily at 02:30', '2026-03-08T05:00:00Z', 'America/New_York')).toBe('2026-03-08T07:00:00.000Z')
    expect(next('daily at 02:30', '2026-03-08T07:00:00Z', 'America/New_York')).toBe('2026-03-09T06:30:00.000Z')
  })

  test('a time that happens twice is due the first time only', () => {
    // New York, 1 November 2026: 01:30 at 05:30 and again at 06:30 UTC.
    expect(next('daily at 01:30', '2026-11-01T04:00:00Z', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z')
    expect(next('daily at 01:30', '2026-11-01T05:30:00Z', 'America/New_York')).toBe('2026-11-02T06:30:00.000Z')
  })

  test('every day of a year has exactly one moment, in every zone and at every time', () => {
    const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    const zone = fc.constantFrom(
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'America/St_Johns',
      'UTC',
    )
    fc.assert(
      fc.property(time, zone, fc.constantFrom(2025, 2026), ([hour, minute], timeZone, year) => {
        const rule = parseRule(`daily at ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
        const day = (at: Date) =>
          Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
        let at = new Date(Date.UTC(year, 0, 1))
        let last = day(nextDue(rule, at, timeZone)).subtract({ days: 1 })
        for (let n = 0; n < 366; n += 1) {
          at = nextDue(rule, at, timeZone)
          expect(day(at).equals(last.add({ days: 1 }))).toBe(true)
          last = day(at)
        }
      }),
      { numRuns: 12 },
    )
  })

  test('what is neither is refused', () => {
    for (const text of ['every 0 minutes', 'daily at 24:00', 'weekly', 'every 15 minutes or so', ''])
      expect(() => parseRule(text)).toThrow('A schedule reads')
  })
})
