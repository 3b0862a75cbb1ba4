import { expect, test } from 'vitest'
import { conditionText, valuesIn } from './rule-text.ts'

test('a condition is read as a sentence, of very many values the first', () => {
  expect(conditionText({ field: 'refcode', comparison: 'begins', values: ['sms_', 'tx_'] })).toBe(
    'refcode begins with sms_, tx_',
  )
  expect(conditionText({ field: 'medium', comparison: 'missing', values: [] })).toBe('medium is missing')
  expect(conditionText({ field: 'channel', comparison: 'is', values: ['sms'] })).toBe(
    'the campaign’s own channel is Texts',
  )
  const many = Array.from({ length: 9 }, (_, i) => `v${i}`)
  expect(conditionText({ field: 'source', comparison: 'is', values: many })).toBe(
    'source is v0, v1, v2, v3, v4, v5 and 3 more',
  )
})

test('values are typed with commas between them', () => {
  expect(valuesIn(' fb, instagram ,, ')).toEqual(['fb', 'instagram'])
})
