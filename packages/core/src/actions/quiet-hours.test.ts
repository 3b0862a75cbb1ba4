import fc from 'fast-check'
import { expect, test } from 'vitest'
import { zonesOfPhone } from './area-codes.ts'
import { isWakingHour } from './quiet-hours.ts'

const at = (local: string, zone: string) =>
  new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds)
const stLouis = '+13145550142'

test.each([
  ['07:59:59', 'no'],
  ['08:00:00', 'yes'],
  ['20:59:59', 'yes'],
  ['21:00:00', 'no'],
])('in St. Louis at %s: %s', (time, answer) => {
  expect(isWakingHour(stLouis, at(`2026-11-20T${time}`, 'America/Chicago'))).toBe(answer)
})

test('on both nights that the clocks change, the hours are those on the wall', () => {
  for (const day of ['2026-03-08', '2026-11-01']) {
    expect(isWakingHour(stLouis, at(`${day}T08:00:00`, 'America/Chicago'))).toBe('yes')
    expect(isWakingHour(stLouis, at(`${day}T07:59:00`, 'America/Chicago'))).toBe('no')
  }
})

test('an area in two zones needs both, an unknown one needs all', () => {
  // Pensacola is central, Tallahassee eastern; 8:30 in the east is 7:30 in Pensacola.
  expect(isWakingHour('+18505550142', at('2026-11-20T08:30', 'America/New_York'))).toBe('no')
  expect(isWakingHour('+18505550142', at('2026-11-20T09:00', 'America/New_York'))).toBe('yes')
  // Before eight in Honolulu or after nine in St. John’s, a number of nowhere sleeps.
  expect(isWakingHour('+12225550142', at('2026-11-20T14:29', 'America/New_York'))).toBe('yes')
  expect(isWakingHour('+12225550142', at('2026-11-20T12:30', 'America/New_York'))).toBe('no')
})

test('the person’s own zone must agree as well', () => {
  const noon = at('2026-11-20T08:30', 'America/Chicago')
  expect(isWakingHour(stLouis, noon)).toBe('yes')
  expect(isWakingHour(stLouis, noon, 'America/Los_Angeles')).toBe('no')
})

test('a number of another country is nowhere we know the time of', () => {
  expect(isWakingHour('+442079460123', new Date())).toBe('unknown')
})

test('no number is ever awake in the night of any of its zones', () => {
  const phone = fc.integer({ min: 200, max: 999 }).map((code) => `+1${code}5550142`)
  const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(phone, moment, (phone, now) => {
      if (isWakingHour(phone, now) !== 'yes') return
      for (const zone of zonesOfPhone(phone) ?? []) {
        const { hour } = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
        expect(hour).toBeGreaterThanOrEqual(8)
        expect(hour).toBeLessThan(21)
      }
    }),
  )
})
