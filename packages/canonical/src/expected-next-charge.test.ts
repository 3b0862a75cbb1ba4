import { describe, expect, test } from 'vitest'
import { expectedNextCharge, isPlanEnded } from './expected-next-charge.ts'

const zone = 'America/New_York'
const monthly = { period: 'monthly' as const, lastChargeAt: '2026-10-31T03:41:00.000Z' }

describe('the expected next charge', () => {
  test('is a calendar month later at the same time of day, also over the end of summer time', () => {
    expect(expectedNextCharge(monthly, zone)).toBe('2026-12-01T04:41:00.000Z')
    expect(expectedNextCharge({ ...monthly, lastChargeAt: '2026-01-31T17:00:00.000Z' }, zone)).toBe(
      '2026-02-28T17:00:00.000Z',
    )
  })

  test('is a week later for a weekly plan', () => {
    const weekly = { period: 'weekly' as const, lastChargeAt: '2026-10-30T13:00:00.000Z' }
    expect(expectedNextCharge(weekly, zone)).toBe('2026-11-06T14:00:00.000Z')
  })

  test('is none once the plan was cancelled, unless it was charged again after that', () => {
    const cancelled = { ...monthly, cancelledAt: '2026-11-02T13:00:00.000Z' }
    expect(expectedNextCharge(cancelled, zone)).toBeUndefined()
    expect(isPlanEnded({ ...cancelled, lastChargeAt: '2026-11-30T13:00:00.000Z' }, zone)).toBe(false)
  })

  test('is none once all pledged charges were made, or past a weekly sunset', () => {
    expect(expectedNextCharge({ ...monthly, pledged: 3, chargesMade: 3 }, zone)).toBeUndefined()
    expect(expectedNextCharge({ ...monthly, pledged: 3, chargesMade: 2 }, zone)).toBeDefined()
    const weekly = { period: 'weekly' as const, lastChargeAt: '2026-10-30T13:00:00.000Z', sunsetDay: '2026-11-03' }
    expect(isPlanEnded(weekly, zone)).toBe(true)
    expect(isPlanEnded({ ...weekly, sunsetDay: '2026-11-06' }, zone)).toBe(false)
  })

  test('is on the calendar of the plan where it names one', () => {
    const lastChargeAt = '2026-01-31T05:30:00.000Z'
    const plan = { period: 'monthly' as const, lastChargeAt, zone }
    expect(expectedNextCharge(plan, 'America/Los_Angeles')).toBe('2026-02-28T05:30:00.000Z')
    expect(expectedNextCharge({ period: 'monthly', lastChargeAt }, 'America/Los_Angeles')).toBe(
      '2026-03-01T05:30:00.000Z',
    )
  })

  test('is none where no charge was ever seen, or nobody said how often', () => {
    expect(expectedNextCharge({ period: 'monthly' }, zone)).toBeUndefined()
    expect(expectedNextCharge({ lastChargeAt: '2026-01-31T05:30:00.000Z' }, zone)).toBeUndefined()
  })
})
