import { expect, test } from 'vitest'
import { answerRules, everyCondition, type Rules } from './evaluate.ts'
import { epochDay, walkGiving } from './giving.ts'
import { readRule } from './read-rule.ts'
import { ruleKeys } from './rule-keys.ts'
import type { Rule } from './rule.ts'
import { asked, entry, stripsOf } from './testing/facts-of-people.ts'

/** Sixty segments, each naming the next twice: taken one by one that were more rules than anybody could walk. */
const gave = (value: number): Rule => ({ measure: 'gifts', is: 'at_least', value })
const chain = (last: Rule): Rules =>
  new Map(
    Array.from({ length: 60 }, (_, n): [string, Rule] => [
      `s${n}`,
      n === 59 ? last : { all: [{ segment: `s${n + 1}` }, { segment: `s${n + 1}` }] },
    ]),
  )
const top: Rule = { segment: 's0' }

test('a rule is judged once for each segment that it comes to', () => {
  const others = [...chain(gave(1))].map(([id, rule]) => ({ id, name: id, rule }))
  expect(readRule({ not: top }, undefined, others)).toEqual({ not: top })
  expect(() => readRule(top, { id: 's59', name: 'Last' }, others)).toThrow(/“Last” refers to itself through “s0” and/)
})

test('conditions of a segment that is named often are told once', () => {
  expect(everyCondition(top, chain(gave(1)))).toEqual([gave(1)])
  expect(everyCondition({ all: [gave(2), top, top] }, chain(gave(1)))).toEqual([gave(2), gave(1)])
})

test('a segment that is named often is answered once', () => {
  const giving = walkGiving(
    stripsOf([entry(1, '2026-11-01'), entry(2, '2026-11-02'), entry(2, '2026-11-03')]),
    asked({ day: '2026-11-20' }),
  )
  const facts = { today: epochDay('2026-11-20'), giving, traits: new Map(), activity: new Map(), active: null }
  const answer = answerRules({ ...facts, size: giving.size }, chain(gave(2)))
  expect([...answer(top)]).toEqual([2])
  expect([...answer({ not: top })]).toEqual([1])
})

test('the digest of a rule is worked out once for each segment, and changes with the last of them', () => {
  const [one, two] = [ruleKeys(chain(gave(1)))(top), ruleKeys(chain(gave(2)))(top)]
  expect(one).toMatch(/^[\w-]{22}$/)
  expect(one).not.toBe(two)
  expect(ruleKeys(chain(gave(1)))(top)).toBe(one)
})
