import { expect, test } from 'vitest'
import { ruleText, type Speaking } from './rule-text.ts'

const speaking: Speaking = {
  measures: [
    { id: 'gifts', unit: 'count', window: true },
    { id: 'given', unit: 'money', window: true },
    { id: 'weekend_share', unit: 'share', window: true },
  ],
  names: new Map([['inactive', 'Inactive donors']]),
  ...{ currency: 'USD', locale: 'en-US', vertical: 'fundraising' as const },
}

test('a rule is said in the client’s own words', () => {
  const rule = {
    all: [
      { measure: 'weekend_share', is: 'at_least', value: 0.7 },
      { measure: 'gifts', is: 'at_least', value: 5, lastDays: 90 },
      { not: { segment: 'inactive' } },
    ],
  }
  expect(ruleText(rule, speaking)).toBe(
    'Share of gifts on weekends: at least 70%; and Gifts: at least 5, in the last 90 days; and not (in “Inactive donors”)',
  )
  expect(ruleText({ measure: 'given', is: 'more_than', value: 2_550 }, { ...speaking, vertical: 'commerce' })).toBe(
    'Spent, gross: more than $25.50',
  )
  expect(
    ruleText(
      {
        any: [
          { measure: 'given', is: 'top', value: 0.2 },
          { measure: 'gifts', is: 'at_most', value: 1 },
        ],
      },
      speaking,
    ),
  ).toBe('either Given, gross: among the top 20%; or Gifts: at most 1')
})
