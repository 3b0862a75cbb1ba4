import { expect, test } from 'vitest'
import type { Touch } from './answers.ts'
import { breakText, journeyTitle, lastsText } from './journey-title.ts'

const touch = (at: string, channel: Touch['channel'], counts = true): Touch => ({
  ...{ at, channel, counts, type: 'click', label: null, tier: 'deterministic', evidence: [], probability: null },
  of: { kind: 'touchpoint', source: 'meta', key: at },
})
const gift = (touches: Touch[]) => ({ touches, gross: 5000, currency: 'USD', happenedAt: '2026-10-14T21:12:00.000Z' })

test('a journey is said in one sentence', () => {
  const touches = [touch('2026-09-17T20:41:00.000Z', 'ads'), touch('2026-10-14T21:08:00.000Z', 'sms')]
  expect(journeyTitle(gift(touches), 'en-US')).toBe('Two touches in 27 days, then $50.00 four minutes after a text')
})

test('what is outside the window is no part of the sentence', () => {
  const touches = [touch('2026-01-01T00:00:00.000Z', 'ads', false), touch('2026-10-14T19:12:00.000Z', 'email')]
  expect(journeyTitle(gift(touches), 'en-US')).toBe('One touch, then $50.00 two hours after an email')
  expect(journeyTitle(gift(touches.slice(0, 1)), 'en-US')).toBe('$50.00, and no touch seen before it')
})

test('times are told in the largest unit that says enough', () => {
  const minute = 60_000
  expect([0, minute, 90 * minute, 120 * minute, 47 * 60 * minute, 48 * 60 * minute].map(lastsText)).toEqual([
    ...['moments', 'one minute', 'two hours', 'two hours', 'two days', 'two days'],
  ])
  expect([23 * 60 * minute, 11 * 1440 * minute].map(breakText)).toEqual(['23 h', '11 days'])
})
