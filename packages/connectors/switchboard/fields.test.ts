import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { centsOf, Count, Dollars, Time } from './fields.ts'
import { dayIn, readMoment } from './times.ts'

describe('an amount', () => {
  test('is cents, never through a float', () => {
    expect(['312.50', '24.70', '0', '0.1', '.5', '7', '$1,024.7', '-3.05', ' 5 '].map(centsOf)).toEqual([
      31250, 2470, 0, 10, 50, 700, 102470, -305, 500,
    ])
    expect(Dollars.parse(0.1)).toEqual({ minor: 10, currency: 'USD' })
  })

  test('with more than two places is rounded half up', () => {
    expect(['24.704', '24.705', '24.7049999', '-24.705', '0.005', '0.995'].map(centsOf)).toEqual([
      2470, 2471, 2470, -2471, 1, 100,
    ])
  })

  test('that is none is refused, and none is no amount', () => {
    for (const wrong of ['about twelve', '1e5', '1,2', '.', '-', '12.3.4', '0x1F'])
      expect(Dollars.safeParse(wrong).success).toBe(false)
    for (const none of ['', null, undefined]) expect(Dollars.parse(none)).toBeUndefined()
  })

  test('of whole cents is read back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (cents) => {
        const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
        expect(centsOf(text)).toBe(cents)
      }),
    )
  })
})

describe('a time', () => {
  const utc = (given: string | number) => readMoment(given).instant
  test('is read in every way it may be written', () => {
    const same = [
      '2026-09-30T22:00:09Z',
      '2026-09-30T22:00:09.000Z',
      '2026-09-30T18:00:09-04:00',
      '2026-09-30 18:00:09 -0400',
      '2026-09-30 22:00:09 UTC',
      '2026-09-30T22:00:09+00:00',
      1_790_805_609,
      1_790_805_609_000,
    ]
    expect(new Set(same.map(utc))).toEqual(new Set(['2026-09-30T22:00:09.000Z']))
  })

  test('without a zone is taken for UTC and marked', () => {
    expect(readMoment('2026-09-30 22:00:09')).toEqual({ instant: '2026-09-30T22:00:09.000Z', zoneless: true })
    expect(readMoment('2026-09-30')).toEqual({ instant: '2026-09-30T00:00:00.000Z', zoneless: true })
  })

  test('that is none sets its row aside, and none is no time', () => {
    for (const wrong of ['yesterday', '2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', {}, true])
      expect(Time.safeParse(wrong).success).toBe(false)
    for (const none of ['', null, undefined]) expect(Time.parse(none)).toBeUndefined()
  })

  test('belongs to a day of the organisation’s zone', () => {
    expect(dayIn('America/New_York', '2026-10-01T03:59:59.000Z')).toBe('2026-09-30')
    expect(dayIn('America/New_York', '2026-10-01T04:00:00.000Z')).toBe('2026-10-01')
    expect(dayIn('UTC', '2026-10-01T03:59:59.000Z')).toBe('2026-10-01')
  })
})

test('a count may be text, and what is none is left out', () => {
  expect([Count.parse(12), Count.parse(' 12 '), Count.parse('many'), Count.parse(-1), Count.parse(1.5)]).toEqual([
    12,
    12,
    undefined,
    undefined,
    undefined,
  ])
})

test('a plain time is read as Date reads it, or refused', () => {
  const two = (max: number) => fc.integer({ min: 0, max }).map((part) => String(part).padStart(2, '0'))
  fc.assert(
    fc.property(two(13), two(32), two(25), two(61), two(61), (month, day, hour, minute, second) => {
      const text = `2026-${month}-${day}T${hour}:${minute}:${second}Z`
      const time = new Date(text)
      const stands = !Number.isNaN(time.getTime()) && time.toISOString() === text.replace('Z', '.000Z')
      if (stands) expect(readMoment(text).instant).toBe(time.toISOString())
      else expect(() => readMoment(text)).toThrow(RangeError)
    }),
    { numRuns: 500 },
  )
})
