import { touchTypes } from '@throughline/canonical'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { journeyOf, type Milestones } from '../journey.ts'
import { someChannels, someJourney } from '../testing/some-journeys.ts'
import { weigh, weigherOf } from '../weigh.ts'
import { compileRules, type RuleTrouble } from './compile-rules.ts'
import { parseRules } from './parse-rules.ts'
import { flagWords, numberWords } from './rule.ts'

const day = 86_400
const apply = (
  rules: string,
  path: string,
  { daysBefore, types, ...milestones }: Milestones & { daysBefore?: number[]; types?: string[] } = {},
): number[] | RuleTrouble => {
  const parsed = parseRules(rules)
  if (!parsed.ok) throw new Error(parsed.faults[0]?.message)
  const channel = path.split(' ').map((name) => someChannels.indexOf(name))
  const secondsBefore = (daysBefore ?? channel.map((_, i) => channel.length - i)).map((days) => days * day)
  const type = (types ?? channel.map(() => 'click')).map((each) => touchTypes.findIndex((known) => known === each))
  const out = new Float64Array(channel.length)
  const trouble = compileRules(parsed.rules, someChannels)(journeyOf({ secondsBefore, channel, type }, milestones), out)
  return trouble ?? [...out].map((weight) => +weight.toFixed(9))
}

test('the first rule that fits gives the weight', () => {
  expect(apply('when channel is sms and days_before < 3 then 2\nelse 1', 'sms ads sms')).toEqual([0.25, 0.25, 0.5])
  expect(apply('when is_last then 3\nwhen channel is ads then 1', 'sms ads ads')).toEqual([0, 0.25, 0.75])
})

test('every word means what it says', () => {
  expect(apply('else position', 'sms ads email')).toEqual([1 / 6, 2 / 6, 3 / 6].map((w) => +w.toFixed(9)))
  expect(apply('else from_end', 'sms ads')).toEqual([0.666666667, 0.333333333])
  expect(apply('when hours_before <= 24 then 1', 'sms ads')).toEqual([0, 1])
  expect(apply('when is_first or is_last then count', 'sms ads call')).toEqual([0.5, 0, 0.5])
  expect(apply('when first_of_channel then 1', 'sms ads sms')).toEqual([0.5, 0.5, 0])
  expect(apply('when last_of_channel then 1', 'sms ads sms')).toEqual([0, 0.5, 0.5])
  expect(apply('else 1 / (channels * touches_of_channel)', 'sms ads sms')).toEqual([0.25, 0.5, 0.25])
  expect(apply('when not is_direct then 1', 'sms direct')).toEqual([1, 0])
  expect(apply('when made_lead or made_close then 1', 'sms ads call', { lead: 0, close: 2 })).toEqual([0.5, 0, 0.5])
  expect(apply('when made_opportunity then 1', 'sms ads', { opportunity: 1 })).toEqual([0, 1])
  expect(apply('when type in (click, visit) then 1', 'sms ads', { types: ['impression', 'visit'] })).toEqual([0, 1])
  expect(apply('when channel is not sms then 1', 'sms ads')).toEqual([0, 1])
})

test('time decay can be said in rules', () => {
  fc.assert(
    fc.property(someJourney, (journey) => {
      const near = journeyOf({ ...journey, secondsBefore: Float64Array.from(journey.secondsBefore, (s) => s / 1e4) })
      const ruled = weigh({ name: 'custom', rules: 'else 2 ^ (-days_before / 7)' }, near, someChannels)
      weigh({ name: 'time_decay' }, near, someChannels).forEach((weight, i) => {
        expect(ruled[i]).toBeCloseTo(weight, 9)
      })
    }),
  )
})

test('a division by zero is told with its line and touch', () => {
  expect(apply('when channel is ads then 1 / (position - 2)\nelse 1', 'sms ads')).toEqual({
    kind: 'divides_by_zero',
    line: 1,
    touch: 1,
  })
  expect(apply('when 1 / (count - 2) > 0 then 1', 'sms ads')).toMatchObject({ kind: 'divides_by_zero', line: 1 })
  expect(apply('else (position - 1) ^ -1', 'sms ads')).toMatchObject({ kind: 'divides_by_zero', touch: 0 })
})

test('weights below zero, without end, or all zero are told', () => {
  expect(apply('when is_last then 1 - position', 'sms ads')).toEqual({ kind: 'below_zero', line: 1, touch: 1 })
  expect(apply('else 10 ^ 400', 'sms')).toEqual({ kind: 'too_large', line: 1, touch: 0 })
  expect(apply('else (-1) ^ 0.5', 'sms')).toMatchObject({ kind: 'too_large' })
  expect(apply('when channel is email then 1', 'sms ads')).toEqual({ kind: 'all_zero', line: null, touch: null })
  expect(apply('else 10 ^ 308', 'sms ads')).toEqual([0.5, 0.5])
})

test('a journey that rules give no weights has the same for every touch', () => {
  const journey = journeyOf({ secondsBefore: [2, 1], channel: [0, 2] })
  expect([...weigh({ name: 'custom', rules: 'when channel is email then 1' }, journey, someChannels)]).toEqual([
    0.5, 0.5,
  ])
})

test('rules that cannot be read are refused with their place', () => {
  expect(() => weigherOf({ name: 'custom', rules: 'else 1\nelse 2' }, [])).toThrow('line 2, column 1: nothing can come')
})

test('whatever rules say, weights add up to 1 or there is a trouble', () => {
  const amount = fc.letrec<{ amount: string }>((tie) => ({
    amount: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(...numberWords),
      fc.nat({ max: 9 }).map(String),
      fc
        .tuple(tie('amount'), fc.constantFrom('+', '-', '*', '/', '^'), tie('amount'))
        .map(([left, sign, right]) => `(${left} ${sign} ${right})`),
    ),
  })).amount
  const rule = fc.tuple(fc.constantFrom(...flagWords, 'channel is sms', 'type is click'), amount)
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 4 }), amount, someJourney, (rules, otherwise, journey) => {
      const text = [...rules.map(([when, then]) => `when ${when} then ${then}`), `else ${otherwise}`].join('\n')
      const parsed = parseRules(text)
      if (!parsed.ok) {
        expect(parsed.faults.every(({ message }) => message === 'this divides by zero')).toBe(true)
        return
      }
      const out = new Float64Array(journey.n)
      const trouble = compileRules(parsed.rules, someChannels)(journey, out)
      if (trouble !== null) return
      expect(out.every((weight) => weight >= 0)).toBe(true)
      expect(Math.abs(out.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-12)
    }),
    { numRuns: 1_000 },
  )
})
