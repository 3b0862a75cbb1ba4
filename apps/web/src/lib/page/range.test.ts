import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparedRange, readRange } from './range.ts'

const now = new Date('2026-10-22T12:00:00Z')
const read = (search: string) => readRange(new URLSearchParams(search), 'America/New_York', now)

test('an address without days means the last thirty, today included', () => {
  expect(read('')).toEqual({ from: '2026-09-23', to: '2026-10-22', vs: 'previous_period', today: '2026-10-22' })
})

test('days the wrong way round are turned, the future is cut off, nonsense is ignored', () => {
  expect(read('from=2026-10-05&to=2026-10-01')).toMatchObject({ from: '2026-10-01', to: '2026-10-05' })
  expect(read('from=2026-10-05&to=2027-10-01')).toMatchObject({ from: '2026-10-05', to: '2026-10-22' })
  expect(read('from=2026-02-30&to=2026-03-01&vs=nothing')).toMatchObject({ from: '2026-09-23', vs: 'previous_period' })
})

test('the days before are as many, and end the day before', () => {
  expect(comparedRange(read('from=2026-10-01&to=2026-10-22'))).toEqual({ from: '2026-09-09', to: '2026-09-30' })
  expect(comparedRange(read('from=2024-02-29&to=2024-02-29&vs=previous_year'))).toEqual({
    from: '2023-02-28',
    to: '2023-02-28',
  })
  expect(comparedRange(read('vs=none'))).toBeUndefined()
})

test('whatever an address says, the page asks for real days in order', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (from, to) => {
      const range = read(new URLSearchParams({ from, to }).toString())
      expect(range.from <= range.to && range.to <= range.today).toBe(true)
    }),
  )
})
