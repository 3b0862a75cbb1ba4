import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkRange, comparedRange, dayCount, daysOf, finishedDays } from './compared-range.ts'

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

test('a day that is not over is left out on both sides', () => {
  const range = { from: '2026-11-01', to: '2026-11-20' }
  const compared = { from: '2026-10-12', to: '2026-10-31' }
  expect(finishedDays(range, compared, '2026-11-20')).toEqual({
    range: { from: '2026-11-01', to: '2026-11-19' },
    compared: { from: '2026-10-12', to: '2026-10-30' },
  })
  expect(finishedDays(range, compared, '2026-11-21')).toEqual({ range, compared })
  expect(finishedDays(range, compared, '2026-11-01')).toBeNull()
})

test('a leap day in only one of two finished years costs neither a day', () => {
  const range = { from: '2028-01-01', to: '2028-12-31' }
  const compared = { from: '2027-01-01', to: '2027-12-31' }
  expect(finishedDays(range, compared, '2029-01-01')).toEqual({ range, compared })
})
