import { describe, expect, test } from 'vitest'
import { addDays, dayIn, daysBetween, oldestDay, readTime, startOfDay } from './times.ts'
import { windowOf } from './metrics-window.ts'

test('times have an offset without a colon', () => {
  expect(readTime('2026-09-12T15:02:47-0700')).toBe('2026-09-12T22:02:47.000Z')
  expect(readTime('2026-09-12T15:02:47+0530')).toBe('2026-09-12T09:32:47.000Z')
  expect(readTime('2026-09-12T15:02:47+00:00')).toBe('2026-09-12T15:02:47.000Z')
  expect(() => readTime('2026-09-12')).toThrow(RangeError)
})

test('days are the account’s own', () => {
  expect(dayIn('America/Los_Angeles', new Date('2026-11-15T07:59:59Z'))).toBe('2026-11-14')
  expect(startOfDay('2026-11-01', 'America/New_York')).toBe('2026-11-01T04:00:00.000Z')
  expect(startOfDay('2026-11-02', 'America/New_York')).toBe('2026-11-02T05:00:00.000Z')
  expect([addDays('2026-02-28', 1), addDays('2028-03-01', -1)]).toEqual(['2026-03-01', '2028-02-29'])
  expect(daysBetween('2026-03-01', '2026-04-01')).toBe(31)
})

test('nothing is asked for that is older than 37 months or 1,123 days', () => {
  expect(oldestDay('2026-11-15')).toBe('2023-10-20')
  expect(daysBetween(oldestDay('2026-11-15'), '2026-11-15')).toBeLessThan(1_123)
})

describe('the days that a run reads', () => {
  const account = { id: '1000', name: 'A', currency: 'USD', zone: 'America/Los_Angeles' }
  const began = '2026-11-15T07:30:00.000Z'
  const known = (until: string, deepAt: string) => ({ from: '2026-01-01', accounts: { '1000': { until, deepAt } } })

  test('are all there are the first time, up to today where the account is', () => {
    expect(windowOf({ from: '2026-01-01', accounts: {} }, account, began)).toEqual({
      from: '2026-01-01',
      until: '2026-11-14',
      deep: true,
    })
    expect(windowOf({ from: '2020-01-01', accounts: {} }, account, began).from).toBe('2023-10-19')
    expect(windowOf({ from: '2027-01-01', accounts: {} }, account, began).from).toBe('2026-11-14')
  })

  test('reach back 28 days once a day, and three in between', () => {
    expect(windowOf(known('2026-11-14', '2026-11-14T06:00:00.000Z'), account, began)).toMatchObject({
      from: '2026-10-17',
      deep: true,
    })
    expect(windowOf(known('2026-11-14', '2026-11-15T06:30:00.000Z'), account, began)).toMatchObject({
      from: '2026-11-11',
      deep: false,
    })
  })

  test('leave no hole after a long time away', () => {
    expect(windowOf(known('2026-08-01', '2026-08-01T06:00:00.000Z'), account, began).from).toBe('2026-07-04')
  })
})
