import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, checkRange, comparedRange, dayCount, daysOf, samePoint } from './compared-range.ts'

test('the period before has as many days and ends the day before', () => {
  expect(comparedRange({ from: '2026-11-01', to: '2026-11-21' }, 'previous_period')).toEqual({
    from: '2026-10-11',
    to: '2026-10-31',
  })
  expect(comparedRange({ from: '2026-03-01', to: '2026-03-31' }, 'previous_period')).toEqual({
    from: '2026-01-29',
    to: '2026-02-28',
  })
  expect(comparedRange({ from: '2026-11-20', to: '2026-11-20' }, 'previous_period')).toEqual({
    from: '2026-11-19',
    to: '2026-11-19',
  })
})

test('a clock change makes no range shorter or longer', () => {
  expect(dayCount({ from: '2026-10-31', to: '2026-11-02' })).toBe(3)
  expect(comparedRange({ from: '2026-11-01', to: '2026-11-01' }, 'previous_period')).toEqual({
    from: '2026-10-31',
    to: '2026-10-31',
  })
  expect(daysOf({ from: '2026-03-07', to: '2026-03-09' })).toEqual(['2026-03-07', '2026-03-08', '2026-03-09'])
})

test('a year earlier means the same dates, and the end of February stays in February', () => {
  expect(comparedRange({ from: '2026-10-01', to: '2026-10-31' }, 'previous_year')).toEqual({
    from: '2025-10-01',
    to: '2025-10-31',
  })
  expect(comparedRange({ from: '2028-02-01', to: '2028-02-29' }, 'previous_year')).toEqual({
    from: '2027-02-01',
    to: '2027-02-28',
  })
})

test('without a comparison there is none', () => {
  expect(comparedRange({ from: '2026-10-01', to: '2026-10-31' }, 'none')).toBeNull()
})

test('for every range: the period before is as long, touches it, and its days are its days', () => {
  const day = fc.integer({ min: 0, max: 20_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10))
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 400 }), (from, length) => {
      const to = new Date(Date.parse(from) + length * 86_400_000).toISOString().slice(0, 10)
      const before = comparedRange({ from, to }, 'previous_period')
      if (!before) throw new Error('none')
      expect(dayCount(before)).toBe(dayCount({ from, to }))
      expect(Date.parse(from) - Date.parse(before.to)).toBe(86_400_000)
      expect(daysOf({ from, to })).toHaveLength(length + 1)
      expect(daysOf({ from, to }).at(-1)).toBe(to)
    }),
  )
})

test('a range that ends before it begins is refused, one day is not', () => {
  expect(() => checkRange({ from: '2026-10-02', to: '2026-10-01' })).toThrow('ends before')
  expect(() => checkRange({ from: '2010-10-02', to: '2026-10-01' })).toThrow('five years')
  checkRange({ from: '2026-10-01', to: '2026-10-01' })
})

test('a range that is still running is held against the one before to the same point', () => {
  const range = { from: '2026-11-01', to: '2026-11-20' }
  const compared = { from: '2026-10-12', to: '2026-10-31' }
  const at = (day: string, hours: number) => samePoint(range, compared, 'previous_period', { day, hours })
  expect(at('2026-11-20', 15)).toEqual({ from: '2026-10-12', to: '2026-10-31', hour: 15 })
  expect(at('2026-11-05', 0)).toEqual({ from: '2026-10-12', to: '2026-10-16', hour: 0 })
  expect(at('2026-11-01', 9)).toEqual({ from: '2026-10-12', to: '2026-10-12', hour: 9 })
  expect(at('2026-11-20', 24)).toEqual({ ...compared, hour: null })
  expect(at('2026-11-21', 3)).toEqual({ ...compared, hour: null })
  expect(at('2026-10-31', 12)).toBeNull()
})

test('against the year before the point is the same date, leap days or not', () => {
  const leap = { from: '2028-01-01', to: '2028-12-31' }
  const plain = { from: '2027-01-01', to: '2027-12-31' }
  const at = (day: string) => samePoint(leap, plain, 'previous_year', { day, hours: 10 })
  expect(at('2028-03-01')).toEqual({ from: '2027-01-01', to: '2027-03-01', hour: 10 })
  expect(at('2028-02-29')).toEqual({ from: '2027-01-01', to: '2027-02-28', hour: 10 })
  expect(at('2029-01-01')).toEqual({ ...plain, hour: null })
})

test('for every running range of the days before: both sides have as many days', () => {
  const day = fc.integer({ min: 0, max: 20_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10))
  fc.assert(
    fc.property(day, fc.nat(400), fc.nat(400), fc.nat(24), (from, length, gone, hours) => {
      const range = { from, to: addDays(from, length) }
      const before = comparedRange(range, 'previous_period')
      const today = addDays(from, Math.min(gone, length))
      const part = before && samePoint(range, before, 'previous_period', { day: today, hours })
      if (!part) throw new Error('none')
      expect(dayCount(part)).toBe(dayCount({ from, to: today }))
      expect(part.to <= before.to).toBe(true)
    }),
  )
})
