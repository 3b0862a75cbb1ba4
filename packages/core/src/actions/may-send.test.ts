import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maySend, type ConsentWord, type Sending } from './may-send.ts'

const yes = (channel: ConsentWord['channel'], happenedAt: string): ConsentWord => ({
  channel,
  granted: true,
  happenedAt,
})
const no = (channel: ConsentWord['channel'], happenedAt: string): ConsentWord => ({
  channel,
  granted: false,
  happenedAt,
})
const noonInStLouis = new Date('2026-11-20T18:00:00.000Z')
const text: Sending = {
  channel: 'sms',
  phone: '+13145550142',
  consentSource: 'The sign-up form',
  words: [yes('sms', '2026-01-01T00:00:00.000Z')],
  erased: false,
  now: noonInStLouis,
}
const why = (sending: Partial<Sending>) => {
  const answer = maySend({ ...text, ...sending })
  return answer.ok ? 'ok' : answer.why
}

describe('a text', () => {
  test('goes to who consented, by day', () => {
    expect(why({})).toBe('ok')
  })

  test.each([
    ['off', { consentSource: null }],
    ['erased', { erased: true }],
    ['no_number', { phone: undefined }],
    ['no_consent', { words: [] }],
    ['no_consent', { words: [yes('email', '2026-01-01T00:00:00.000Z')] }],
    ['opted_out', { words: [yes('sms', '2026-01-01T00:00:00.000Z'), no('sms', '2026-02-01T00:00:00.000Z')] }],
    ['opted_out', { words: [yes('sms', '2026-01-01T00:00:00.000Z'), no('email', '2025-01-01T00:00:00.000Z')] }],
    ['ok', { words: [no('sms', '2026-01-01T00:00:00.000Z'), yes('sms', '2026-02-01T00:00:00.000Z')] }],
    ['opted_out', { words: [no('sms', '2026-02-01T00:00:00.000Z'), yes('sms', '2026-02-01T00:00:00.000Z')] }],
    ['no_consent', { words: [yes('ads', '2026-01-01T00:00:00.000Z')] }],
    ['ok', { words: [yes('sms', '2026-01-01T00:00:00.000Z'), no('ads', '2026-02-01T00:00:00.000Z')] }],
    ['quiet_hours', { now: new Date('2026-11-20T04:00:00.000Z') }],
    ['unknown_place', { phone: '+442079460123' }],
  ] as const)('%s', (expected, sending) => {
    expect(why(sending as Partial<Sending>)).toBe(expected)
  })

  test('every refusal says why in words', () => {
    const answer = maySend({ ...text, words: [] })
    expect(answer.ok ? '' : answer.say).toMatch(/consent/)
  })
})

test('the order in which words arrived never matters, and the last word no always wins', () => {
  const word = fc.record({
    channel: fc.constantFrom('sms' as const, 'email' as const, 'call' as const),
    granted: fc.boolean(),
    happenedAt: fc.constantFrom('2026-01-01', '2026-02-01', '2026-03-01').map((day) => `${day}T00:00:00.000Z`),
  })
  fc.assert(
    fc.property(fc.array(word), fc.array(fc.nat()), (words, keys) => {
      const shuffled = words.map((each, n) => ({ each, key: keys[n] ?? 0 })).sort((a, b) => a.key - b.key)
      expect(why({ words: shuffled.map(({ each }) => each) })).toBe(why({ words }))
      expect(why({ words: [...words, no('email', '2026-09-01T00:00:00.000Z')] })).toBe('opted_out')
    }),
  )
})
