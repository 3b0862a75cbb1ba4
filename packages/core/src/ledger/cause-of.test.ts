import { describe, expect, test } from 'vitest'
import { causeOf, type CauseContext, type Version } from './cause-of.ts'
import { donor, gift, refund } from './testing/gift.ts'

const context: CauseContext = {
  timeZone: 'America/Chicago',
  now: new Date('2026-11-20T15:00:00Z'),
  recordingSince: '2026-11-01T00:00:00.000Z',
  reprocessed: false,
}
const of = (value: object, withdrawn = false) => ({ value, withdrawn }) as unknown as Version
const at = (happenedAt: string, more: object = {}) => of({ ...gift('1', donor('avery')), happenedAt, ...more })
const tea = at('2026-11-10T18:00:00.000Z')

describe('why a version is written', () => {
  test.each<[string, Version | undefined, Version, string]>([
    ['a gift of today', undefined, at('2026-11-20T14:00:00.000Z'), 'new'],
    ['a gift of yesterday evening, less than a day old', undefined, at('2026-11-20T02:00:00.000Z'), 'new'],
    ['a gift of a day that is over', undefined, tea, 'late'],
    ['a gift from before we were reading', undefined, at('2026-10-10T18:00:00.000Z'), 'new'],
    ['money given back', undefined, of(refund(gift('1', donor('a')))), 'refund'],
    ['a chargeback', undefined, of(refund(gift('1', donor('a')), { type: 'chargeback' })), 'chargeback'],
    [
      'a refund that is a chargeback after all',
      of(refund(gift('1', donor('a')))),
      of(refund(gift('1', donor('a')), { type: 'chargeback' })),
      'chargeback',
    ],
    [
      'a pending gift approved the same day',
      at('2026-11-20T14:00:00.000Z', { status: 'pending' }),
      at('2026-11-20T14:00:00.000Z'),
      'new',
    ],
    ['another amount', tea, at('2026-11-10T18:00:00.000Z', { amount: { minor: 1, currency: 'USD' } }), 'restatement'],
    ['another time in the same hour', tea, at('2026-11-10T18:00:01.000Z'), 'restatement'],
    ['another form', tea, at('2026-11-10T18:00:00.000Z', { form: 'fall' }), 'correction'],
    ['the source has it no more', tea, { ...tea, withdrawn: true }, 'withdrawn'],
    ['the source has it again', { ...tea, withdrawn: true }, tea, 'restatement'],
  ])('%s', (_, before, after, cause) => {
    expect(causeOf(before, after, context)).toBe(cause)
  })

  test('our own rules changing is never the source’s doing', () => {
    expect(causeOf(undefined, tea, { ...context, reprocessed: true })).toBe('reprocess')
  })

  test('without knowing since when we read, nothing is late', () => {
    expect(causeOf(undefined, tea, { ...context, recordingSince: undefined })).toBe('new')
  })
})
