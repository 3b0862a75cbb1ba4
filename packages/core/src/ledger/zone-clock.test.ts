import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { movementsOf } from './movements-of.ts'
import { gift } from './testing/gift.ts'
import { dayBounds, zoneClock } from './zone-clock.ts'

/** Twelve zones with their kinds of days in 2026: half-hour clock changes, midnight changes, none at all. */
const zones = [
  'America/New_York',
  'America/Chicago',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Santiago',
  'Europe/London',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Apia',
]
const minute = 60_000
const year = Array.from({ length: 365 }, (_, i) => Temporal.PlainDate.from('2026-01-01').add({ days: i }).toString())
const lengthOf = (day: string, zone: string) => (dayBounds(day, zone).end - dayBounds(day, zone).start) / (60 * minute)

describe.each(zones)('in %s', (zone) => {
  test('a day’s sum is the sum of its hours, on days of 23, 24 and 25 hours alike', () => {
    const odd = year.filter((day) => lengthOf(day, zone) !== 24)
    const observed = ['Asia/Kolkata', 'Pacific/Apia'].includes(zone) ? 0 : 2
    expect(odd).toHaveLength(observed)
    for (const day of [...odd, '2026-06-15']) {
      const { start, end } = dayBounds(day, zone)
      // One cent every minute from the day before to the day after.
      const movements = []
      for (let at = start - 90 * minute; at < end + 90 * minute; at += minute) {
        const value = gift(
          '1',
          { anonymousKey: 'x' },
          { happenedAt: new Date(at).toISOString(), amount: { minor: 1, currency: 'USD' } },
        )
        movements.push(...movementsOf({ value: { ...value, fee: undefined }, withdrawn: false }, zone))
      }
      const ofDay = movements.filter((movement) => movement.day === day)
      const hours = Map.groupBy(ofDay, ({ hour }) => hour)
      expect(ofDay.reduce((sum, { minor }) => sum + minor, 0)).toBe((end - start) / minute)
      expect([...hours.values()].reduce((sum, list) => sum + list.length, 0)).toBe(ofDay.length)
      expect([...hours.keys()].every((hour) => hour >= 0 && hour <= 23)).toBe(true)
    }
  })

  test('the quick clock says what Temporal says', () => {
    const clock = zoneClock(zone)
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2040, 0) }), (at) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
        expect(clock(at)).toEqual({ day: zoned.toPlainDate().toString(), hour: zoned.hour })
      }),
      { numRuns: 300 },
    )
  })

  test('the very instants of clock changes, and those beside them, are told right', () => {
    const clock = zoneClock(zone)
    let change = Temporal.ZonedDateTime.from(`2025-12-31T12:00[${zone}]`).getTimeZoneTransition('next')
    for (let n = 0; change && n < 4; n++, change = change.getTimeZoneTransition('next'))
      for (const beside of [-1, 0, 1]) {
        const zoned = Temporal.Instant.fromEpochMilliseconds(change.epochMilliseconds + beside).toZonedDateTimeISO(zone)
        expect(clock(change.epochMilliseconds + beside)).toEqual({
          day: zoned.toPlainDate().toString(),
          hour: zoned.hour,
        })
      }
  })
})
