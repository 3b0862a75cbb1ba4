import { expect, test } from 'vitest'
import { amountText, chargesText, dayText, nextText, type Plan } from './plan-text.ts'

const chicago = { locale: 'en-US', timeZone: 'America/Chicago' }
const now = new Date('2026-11-20T15:00:00Z')
const plan = (more: Partial<Plan>): Plan => ({
  ...{ source: 'actblue', key: 'AB1:7', donor: 'A… E…', state: 'active', period: 'monthly', reopened: false },
  ...{ amount: { minor: 2500, currency: 'USD' }, chargesMade: 3, pledged: null, cancelledAt: null },
  ...{ lastChargeAt: '2026-11-01T03:00:00.000Z', expectedNextAt: '2026-12-01T04:00:00.000Z' },
  ...more,
})
const next = (more: Partial<Plan>) => nextText(plan(more), chicago, now)

test('the next charge is on the client’s own day, and called expected', () => {
  expect(next({})).toBe('expected Nov 30')
  expect(next({ state: 'lapsed', expectedNextAt: '2026-10-31T04:00:00.000Z' })).toBe('was expected Oct 30')
  expect(next({ expectedNextAt: null })).toBe('–')
})

test('an ended plan says how it ended', () => {
  const ended = { state: 'ended' as const, expectedNextAt: null }
  expect(next({ ...ended, cancelledAt: '2025-11-02T13:00:00.000Z' })).toBe('cancelled Nov 2, 2025')
  expect(next({ ...ended, pledged: 3 })).toBe('all charges made')
  expect(next(ended)).toBe('ran to its end')
})

test('charges are counted against the pledge where there is one', () => {
  expect(chargesText(plan({}), 'en-US')).toBe('3')
  expect(chargesText(plan({ pledged: 12 }), 'en-US')).toBe('3 of 12')
})

test('what nobody said is no number', () => {
  expect(amountText(null, 'en-US')).toBe('–')
  expect(amountText({ minor: 2500, currency: 'USD' }, 'en-US')).toBe('$25.00')
  expect(dayText('2026-01-01T05:00:00.000Z', chicago, now)).toBe('Dec 31, 2025')
})
