import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stripKinds, type StripEntry } from '../ledger/strip-entry.ts'
import { answerRules } from './evaluate.ts'
import { epochDay, walkGiving, type GivingQuestion } from './giving.ts'
import { over, type PeopleFacts } from './measure-columns.ts'
import type { Rule } from './rule.ts'
import { asked, entry, stripsOf } from './testing/facts-of-people.ts'

const day = '2026-11-20'
function facts(entries: readonly StripEntry[], more: Partial<GivingQuestion> = {}, also: Partial<PeopleFacts> = {}) {
  const giving = walkGiving(stripsOf(entries), asked({ day, ...more }))
  return {
    today: epochDay(day),
    giving,
    traits: new Map(),
    activity: new Map(),
    active: null,
    size: giving.size,
    ...also,
  }
}
const who = (
  entries: readonly StripEntry[],
  rule: Rule,
  more?: Partial<GivingQuestion>,
  also?: Partial<PeopleFacts>,
) => [...answerRules(facts(entries, more, also), new Map())(rule)]
const times = (contact: number, days: readonly string[], more: Partial<StripEntry> = {}) =>
  days.map((each) => entry(contact, each, more))

test('a gift that was taken back, or came after the batch, does not count', () => {
  const entries = [
    entry(1, '2026-11-01'),
    entry(1, '2026-11-01', { sign: -1, recorded: 2 }),
    entry(2, '2026-11-02', { recorded: 3 }),
    entry(3, '2026-11-03'),
  ]
  const gave: Rule = { measure: 'gifts', is: 'at_least', value: 1 }
  expect(who(entries, gave)).toEqual([2, 3])
  expect(who(entries, gave, { batch: 2 })).toEqual([3])
  expect(who(entries, gave, { batch: 1 })).toEqual([1, 3])
})

test('contacts that are one person are counted as one', () => {
  const entries = [entry(1, '2026-11-01'), entry(2, '2026-11-02')]
  const twice: Rule = { measure: 'gifts', is: 'at_least', value: 2 }
  expect(who(entries, twice)).toEqual([])
  expect(who(entries, twice, { rootOf: (contact) => (contact === 1 ? 2 : contact) })).toEqual([2])
})

test('days since, look back and weekend go by the client’s own days', () => {
  const entries = [
    ...times(1, ['2026-10-20', '2026-11-14']),
    ...times(2, ['2026-10-21', '2026-11-16']),
    ...times(3, ['2026-10-20']),
  ]
  expect(who(entries, { measure: 'days_since_first', is: 'less_than', value: 31 })).toEqual([2])
  expect(who(entries, { measure: 'days_since_last', is: 'more_than', value: 30 })).toEqual([3])
  expect(who(entries, { measure: 'gifts', is: 'at_least', value: 1, lastDays: 28 })).toEqual([1, 2])
  expect(who(entries, { measure: 'weekend_share', is: 'at_least', value: 0.5 })).toEqual([1])
})

test('money counts in the client’s currency; without a rate nobody says what somebody gave', () => {
  const entries = [
    entry(1, '2026-11-01', { amount: 5_000 }),
    entry(2, '2026-11-01', { amount: 5_000, currency: 'CAD' }),
    entry(1, '2026-11-02', { amount: 4_500, kind: stripKinds.refund }),
  ]
  const any: Rule = { measure: 'given', is: 'at_least', value: 0 }
  expect(who(entries, any)).toEqual([1])
  expect(who(entries, any, { priced: (minor) => minor })).toEqual([1, 2])
  expect(who(entries, { measure: 'given_net', is: 'at_most', value: 500 })).toEqual([1])
  // Nobody knows: neither more nor less than that; and turned round, not the one either.
  expect(who(entries, { not: any })).toEqual([2])
})

test('of the top fifth nobody with less is in it while somebody with more is not; who has the same stands together', () => {
  const five = [1, 2, 3, 4, 5].map((contact) => entry(contact, '2026-11-01', { amount: contact * 100 }))
  expect(who(five, { measure: 'given', is: 'top', value: 0.2 })).toEqual([5])
  expect(who(five, { measure: 'given', is: 'bottom', value: 0.4 })).toEqual([1, 2])
  expect(who([...five, entry(6, '2026-11-01', { amount: 500 })], { measure: 'given', is: 'top', value: 0.2 })).toEqual([
    5, 6,
  ])
})

test('gifts that bunch in a season stand out; as many spread evenly do not, and who stopped is not seasonal for that', () => {
  const months = Array.from({ length: 24 }, (_, n) => new Date(Date.UTC(2024, 10 + n, 5)).toISOString().slice(0, 7))
  const even = months.map((month) => `${month}-05`)
  const peaks = ['2024-12', '2025-12'].flatMap((month) => Array.from({ length: 12 }, (_, n) => `${month}-${10 + n}`))
  const stopped = months.slice(0, 4).flatMap((month) => [`${month}-03`, `${month}-09`, `${month}-20`])
  const entries = [...times(1, even), ...times(2, [...peaks, '2026-10-02']), ...times(3, stopped)]
  expect(who(entries, { measure: 'month_variance', is: 'at_least', value: 3 })).toEqual([2])
  expect(who(entries, { measure: 'month_variance', is: 'at_most', value: 1 })).toEqual([1])
})

test('rules that ask of events look at people who never gave; others do not', () => {
  const clicks = Int32Array.from([0, 0, 3])
  const also = { activity: new Map([[over('clicked', 30), clicks]]), active: Uint8Array.from([0, 0, 1]), size: 3 }
  const clicked: Rule = { measure: 'clicked', is: 'at_least', value: 1, lastDays: 30 }
  const gave: Rule = { measure: 'gifts', is: 'at_least', value: 1 }
  expect(who([entry(1, day)], clicked, {}, also)).toEqual([2])
  expect(who([entry(1, day)], { all: [clicked, { not: gave }] }, {}, also)).toEqual([2])
  expect(who([entry(1, day)], { not: { measure: 'gifts', is: 'at_least', value: 9 } }, {}, also)).toEqual([1])
})

/** The same, person by person, in plain loops over what was given. */
function plainly(entries: readonly StripEntry[], rule: Rule): number[] {
  const people = [...new Set(entries.map(({ contact }) => contact))].sort((a, b) => a - b)
  const of = (contact: number, lastDays = Infinity) =>
    entries.filter((each) => each.contact === contact && epochDay(each.day) > epochDay(day) - lastDays)
  const holds = (contact: number, at: Rule): boolean => {
    if ('all' in at) return at.all.every((part) => holds(contact, part))
    if ('any' in at) return at.any.some((part) => holds(contact, part))
    if ('not' in at) return !holds(contact, at.not)
    if ('segment' in at) return false
    const gifts = of(contact, at.lastDays)
    const value = {
      gifts: gifts.length,
      given: gifts.reduce((sum, { amount }) => sum + amount, 0),
      days_since_last: Math.min(...of(contact).map((each) => epochDay(day) - epochDay(each.day))),
    }[at.measure as 'gifts' | 'given' | 'days_since_last']
    return at.is === 'at_least' ? value >= at.value : value < at.value
  }
  return people.filter((contact) => holds(contact, rule))
}

test('everybody is answered as each would be alone', () => {
  const condition = fc.record({
    measure: fc.constantFrom('gifts' as const, 'given' as const),
    is: fc.constantFrom('at_least' as const, 'less_than' as const),
    value: fc.integer({ min: 1, max: 4_000 }).map((n) => (n > 2_000 ? n : n % 5)),
    lastDays: fc.constantFrom(undefined, 7, 28),
  })
  const rule: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      condition,
      fc.record({
        measure: fc.constant('days_since_last' as const),
        is: fc.constant('less_than' as const),
        value: fc.integer({ min: 1, max: 40 }),
      }),
      fc.record({ all: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('rule') }),
    ),
  })).rule
  const gifts = fc.array(
    fc
      .record({
        contact: fc.integer({ min: 1, max: 6 }),
        back: fc.integer({ min: 0, max: 40 }),
        amount: fc.integer({ min: 1, max: 2_500 }),
      })
      .map(({ contact, back, amount }) =>
        entry(contact, new Date((epochDay(day) - back) * 86_400_000).toISOString().slice(0, 10), { amount }),
      ),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(gifts, rule, (entries, asks) => {
      expect(who(entries, asks, { lastDays: [7, 28] })).toEqual(plainly(entries, asks))
    }),
    { numRuns: 150 },
  )
})
