import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterQuiet } from './quiet-hours.ts'

const night = { from: '22:00', to: '07:00' }
const at = (text: string, quiet: Parameters<typeof afterQuiet>[1] = night, zone = 'America/Chicago') =>
  afterQuiet(new Date(text), quiet, zone).toISOString()

describe('quiet hours', () => {
  test('put off until the morning, before and after midnight, by the client’s clock', () => {
    expect(at('2026-11-20T04:30:00Z')).toBe('2026-11-20T13:00:00.000Z')
    expect(at('2026-11-20T08:30:00Z')).toBe('2026-11-20T13:00:00.000Z')
    expect(at('2026-11-20T13:00:00Z')).toBe('2026-11-20T13:00:00.000Z')
    expect(at('2026-11-20T04:30:00Z', night, 'Asia/Tokyo')).toBe('2026-11-20T04:30:00.000Z')
  })

  test('of one day end on that day; none, or none that last, put nothing off', () => {
    expect(at('2026-11-20T19:00:00Z', { from: '12:00', to: '14:00' })).toBe('2026-11-20T20:00:00.000Z')
    expect(at('2026-11-20T04:30:00Z', null)).toBe('2026-11-20T04:30:00.000Z')
    expect(at('2026-11-20T04:30:00Z', { from: '22:00', to: '22:00' })).toBe('2026-11-20T04:30:00.000Z')
  })

  test('end where the clock leaps past their end', () => {
    // 2026-03-08 02:00 to 03:00 is skipped in Chicago.
    expect(at('2026-03-08T07:00:00Z', { from: '22:00', to: '02:30' })).toBe('2026-03-08T08:30:00.000Z')
  })

  test('never put off for more than a day, and what comes out is not quiet, whenever and wherever', () => {
    const zones = ['America/Chicago', 'Europe/London', 'Asia/Kathmandu', 'Pacific/Apia', 'Australia/Lord_Howe']
    const hour = fc.integer({ min: 0, max: 23 }).map((h) => `${String(h).padStart(2, '0')}:00`)
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        fc.record({ from: hour, to: hour }),
        fc.constantFrom(...zones),
        (now, quiet, zone) => {
          const out = afterQuiet(now, quiet, zone)
          expect(out.getTime() - now.getTime()).toBeGreaterThanOrEqual(0)
          expect(out.getTime() - now.getTime()).toBeLessThanOrEqual(25 * 3_600_000)
          const until = afterQuiet(out, quiet, zone)
          // Where the clock falls back onto quiet hours, it may be quiet once more.
          expect(until.getTime() - out.getTime()).toBeLessThanOrEqual(3_600_000)
        },
      ),
    )
  })
})
