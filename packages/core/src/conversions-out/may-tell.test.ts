import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mayTell, type Telling, type Word } from './may-tell.ts'

const word = (channel: Word['channel'], granted: boolean, happenedAt: string): Word => ({
  channel,
  granted,
  happenedAt: `${happenedAt}T00:00:00.000Z`,
  source: 'the landing page',
})
const fine: Telling = {
  gift: { withdrawn: false, status: 'approved', amountMinor: 2_500, givenBackMinor: 0 },
  person: { words: [word('ads', true, '2026-01-01')], erased: false },
  consentSource: 'The landing page',
}
const gift = (more: Partial<NonNullable<Telling['gift']>>) => ({ gift: { ...fine.gift!, ...more } })
const said = (...words: Word[]) => ({ person: { words, erased: false } })
const why = (more: Partial<Telling>) => {
  const answer = mayTell({ ...fine, ...more })
  return answer.ok ? 'ok' : answer.why
}

describe('a conversion', () => {
  test('is told with the consent it rests on', () => {
    expect(mayTell(fine)).toEqual({
      ok: true,
      consent: { source: 'the landing page', at: '2026-01-01T00:00:00.000Z' },
      amountMinor: 2_500,
    })
  })

  test('given back in part is told with the rest', () => {
    expect(mayTell({ ...fine, ...gift({ givenBackMinor: 1_000 }) })).toMatchObject({ ok: true, amountMinor: 1_500 })
  })

  test.each([
    ['sending_is_off', { consentSource: null }],
    ['withdrawn', { gift: undefined }],
    ['withdrawn', gift({ withdrawn: true })],
    ['withdrawn', gift({ status: 'declined' })],
    ['given_back', gift({ givenBackMinor: 2_500 })],
    ['nobody_known', { person: undefined }],
    ['erased', { person: { words: fine.person!.words, erased: true } }],
    ['no_consent', said()],
    ['no_consent', said(word('email', true, '2026-01-01'), word('sms', true, '2026-01-01'))],
    ['opted_out', said(word('ads', true, '2026-01-01'), word('ads', false, '2026-02-01'))],
    ['opted_out', said(word('ads', true, '2026-01-01'), word('sms', false, '2025-01-01'))],
    ['opted_out', said(word('ads', false, '2026-02-01'), word('ads', true, '2026-02-01'))],
    ['ok', said(word('ads', false, '2026-01-01'), word('ads', true, '2026-02-01'))],
  ] as [string, Partial<Telling>][])('%s', (expected, more) => {
    expect(why(more)).toBe(expected)
  })
})

test('is told only where the latest word on ads is yes, in whatever order the words came', () => {
  const anyWord = fc.record({
    channel: fc.constantFrom('sms' as const, 'email' as const, 'call' as const, 'ads' as const),
    granted: fc.boolean(),
    happenedAt: fc.constantFrom('2026-01-01', '2026-02-01', '2026-03-01').map((day) => `${day}T00:00:00.000Z`),
    source: fc.constant('a form'),
  })
  fc.assert(
    fc.property(fc.array(anyWord), fc.array(fc.nat()), (words, keys) => {
      const shuffled = words.map((each, n) => ({ each, key: keys[n] ?? 0 })).sort((a, b) => a.key - b.key)
      const answer = why(said(...words))
      expect(why(said(...shuffled.map(({ each }) => each)))).toBe(answer)
      if (answer !== 'ok') return
      expect(words.some(({ channel, granted }) => channel === 'ads' && granted)).toBe(true)
      expect(why(said(...words, word('ads', false, '2026-09-01')))).toBe('opted_out')
    }),
  )
})
