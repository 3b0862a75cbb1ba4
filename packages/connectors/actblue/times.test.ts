import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eastern } from './emulator-report.ts'
import { easternDay, readMoment } from './times.ts'

const instant = (text: string): string => readMoment(text).instant

describe('a time of ActBlue', () => {
  test('with an offset or Z is that instant, however it is punctuated', () => {
    for (const text of [
      '2026-09-30T23:40:12-04:00',
      '2026-09-30T23:40:12.000-0400',
      '2026-09-30 23:40:12 -0400',
      '2026-10-01T03:40:12Z',
      '2026-10-01 03:40:12 UTC',
    ])
      expect(instant(text)).toBe('2026-10-01T03:40:12.000Z')
  })

  test('without one is US Eastern, so 23:40 on 30 September is another day in UTC and an hour earlier in Chicago', () => {
    expect(instant('2026-09-30 23:40:12')).toBe('2026-10-01T03:40:12.000Z')
    expect(instant('2026-01-15 23:40:12')).toBe('2026-01-16T04:40:12.000Z')
    expect(easternDay(new Date('2026-10-01T03:40:12.000Z'))).toBe('2026-09-30')
  })

  test('in the hour that comes twice is the earlier one, and marked', () => {
    expect(readMoment('2026-11-01 01:30:00')).toEqual({ instant: '2026-11-01T05:30:00.000Z', ambiguous: true })
    expect(readMoment('2026-11-01 00:59:59')).toEqual({ instant: '2026-11-01T04:59:59.000Z', ambiguous: false })
    expect(readMoment('2026-11-01 02:00:00')).toEqual({ instant: '2026-11-01T07:00:00.000Z', ambiguous: false })
  })

  test('in the hour that never comes is mapped forward', () => {
    expect(readMoment('2026-03-08 02:30:00')).toEqual({ instant: '2026-03-08T07:30:00.000Z', ambiguous: false })
  })

  test('that is none is refused', () => {
    for (const text of ['', 'never', '2026-13-01 00:00:00', '09/14/2026'])
      expect(() => readMoment(text)).toThrow(RangeError)
  })

  test('written as wall-clock time and read again is the same instant, or the marked hour', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        (date) => {
          const second = Math.floor(date.getTime() / 1_000) * 1_000
          const read = readMoment(eastern(second))
          const apart = second - Date.parse(read.instant)
          expect([0, ...(read.ambiguous ? [3_600_000] : [])]).toContain(apart)
        },
      ),
    )
  })
})
