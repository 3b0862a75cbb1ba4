import { expect, test } from 'vitest'
import { readRule, type NamedRule } from './read-rule.ts'
import { standardSegments } from './standard-segments.ts'

const loyal = { id: 'loyal', name: 'Loyal', rule: { segment: 'big' } } satisfies NamedRule
const big = { id: 'big', name: 'Big', rule: { measure: 'given', is: 'top', value: 0.1 } } satisfies NamedRule
const others: readonly NamedRule[] = [loyal, big]
const read = (rule: unknown, own?: { id: string; name: string }) => readRule(rule, own, others)
const gifts = (more: object) => ({ measure: 'gifts', is: 'at_least', value: 3, ...more })

test('every standard rule, and what is built of conditions, groups and other segments, is taken as it is', () => {
  for (const { rule } of standardSegments) expect(read(rule)).toEqual(rule)
  const rule = { all: [gifts({ lastDays: 90 }), { not: { any: [{ segment: 'big' }, { segment: 'loyal' }] } }] }
  expect(read(rule)).toEqual(rule)
})

test.each([
  [gifts({ measure: 'giftz' }), /Did you mean “gifts”.*given, given_net/],
  [gifts({ measure: 'shoe_size' }), /no such measure\. A rule can ask for/],
  [gifts({ is: 'equals' }), /at_least, more_than/],
  [{ measure: 'weekend_share', is: 'at_least', value: 70 }, /write 0\.7 for 70 %/],
  [{ measure: 'weekend_share', is: 'more_than', value: 1 }, /between 0 and 1/],
  [gifts({ value: -1 }), /never below 0/],
  [gifts({ value: 2.5 }), /whole numbers/],
  [gifts({ is: 'less_than', value: 0 }), /compare with more than 0/],
  [gifts({ is: 'top', value: 20 }), /write 0\.2 for a fifth/],
  [gifts({ lastDays: 0 }), /from 1 to 1830/],
  [{ measure: 'days_since_last', is: 'more_than', value: 30, lastDays: 10 }, /leave the days out/],
  [{ measure: 'given', is: 'at_least', value: 25.5 }, /2500 for 25\.00/],
  [{ all: [] }, /not a rule/],
  [{ nobody: true }, /not a rule/],
  [{ segment: 'gone' }, /not there\. These are: loyal, big/],
  [{ all: Array.from({ length: 51 }, () => gifts({})) }, /at most 50 conditions/],
  [{ any: Array.from({ length: 51 }, () => ({ segment: 'big' })) }, /at most 50 conditions/],
  [{ any: [{ segment: 'big' }, ...Array.from({ length: 50 }, () => gifts({}))] }, /at most 50 conditions/],
])('%j is refused in a sentence that says what would work', (rule, sentence) => {
  expect(() => read(rule)).toThrow(sentence)
})

test('a rule never comes round to itself', () => {
  expect(() => read({ not: { segment: 'big' } }, { id: 'big', name: 'Big' })).toThrow(/“Big” refers to itself\. Say/)
  expect(() => read({ all: [gifts({}), { segment: 'loyal' }] }, { id: 'big', name: 'Big' })).toThrow(
    /itself through “Loyal”/,
  )
  expect(read({ segment: 'loyal' }, { id: 'third', name: 'Third' })).toEqual({ segment: 'loyal' })
})
