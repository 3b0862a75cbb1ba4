import { expect, test } from 'vitest'
import { formOf, ruleOf, type MeasureKind, type Rule } from './rule-form.ts'

const measures: MeasureKind[] = [
  { id: 'gifts', unit: 'count', window: true },
  { id: 'given', unit: 'money', window: true },
  { id: 'weekend_share', unit: 'share', window: true },
  { id: 'days_since_last', unit: 'days', window: false },
]
const form = (rule: Rule) => formOf(rule, measures, 'USD')

test.each<Rule>([
  { measure: 'given', is: 'top', value: 0.2 },
  {
    all: [
      { measure: 'weekend_share', is: 'at_least', value: 0.7 },
      { measure: 'gifts', is: 'at_least', value: 5, lastDays: 90 },
    ],
  },
  { any: [{ not: { segment: 'inactive' } }, { measure: 'given', is: 'more_than', value: 2_550 }] },
])('%j is the same rule after it was in a form', (rule) => {
  expect(ruleOf(form(rule)!, measures, 'USD')).toEqual(rule)
})

test('people type percent and whole money', () => {
  expect(form({ measure: 'weekend_share', is: 'at_least', value: 0.7 })?.lines[0]?.value).toBe('70')
  expect(form({ measure: 'given', is: 'top', value: 0.125 })?.lines[0]?.value).toBe('12.5')
  expect(form({ measure: 'given', is: 'at_least', value: 10_000 })?.lines[0]?.value).toBe('100')
})

test('groups in groups are for no form', () => {
  expect(form({ all: [{ any: [{ measure: 'gifts', is: 'at_least', value: 1 }] }] })).toBeUndefined()
})

test('a measure of everything has no days to look back', () => {
  const line = { not: false, of: 'days_since_last', is: 'more_than', value: '30', lastDays: '9', segment: '' }
  expect(ruleOf({ match: 'all', lines: [line] }, measures, 'USD')).toEqual({
    measure: 'days_since_last',
    is: 'more_than',
    value: 30,
  })
})
