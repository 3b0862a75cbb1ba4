import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRules } from './parse-rules.ts'
import { flagWords, numberWords, textWords } from './rule.ts'

const faults = (text: string): string[] => {
  const parsed = parseRules(text)
  return parsed.ok ? [] : parsed.faults.map(({ line, column, message }) => `${line}:${column} ${message}`)
}

test('rules are read a line each, with comments and blank lines between', () => {
  expect(
    parseRules('# texts count double\nwhen channel is sms and days_before < 3 then 2\n\n  else 1 / count # the rest\n'),
  ).toEqual({
    ok: true,
    rules: [
      {
        line: 2,
        when: {
          kind: 'and',
          left: { kind: 'is', word: 'channel', values: ['sms'] },
          right: {
            kind: 'compare',
            by: '<',
            left: { kind: 'word', word: 'days_before' },
            right: { kind: 'number', value: 3 },
          },
        },
        weight: { kind: 'number', value: 2 },
      },
      {
        line: 4,
        when: null,
        weight: { kind: 'quotient', left: { kind: 'number', value: 1 }, right: { kind: 'word', word: 'count' } },
      },
    ],
  })
})

test('products bind closer than sums, powers closest, and brackets as they stand', () => {
  const weight = (text: string) => {
    const parsed = parseRules(`else ${text}`)
    return parsed.ok ? parsed.rules[0]?.weight : parsed.faults
  }
  expect(weight('1 + 2 * 3')).toEqual(weight('1 + (2 * 3)'))
  expect(weight('8 - 4 - 2')).toEqual(weight('(8 - 4) - 2'))
  expect(weight('-2 ^ 2')).toEqual(weight('-(2 ^ 2)'))
  expect(weight('2 ^ -position / 7')).toEqual(weight('(2 ^ (-position)) / 7'))
})

test('conditions take lists, not, and, or, and brackets of either kind', () => {
  for (const text of [
    'when channel in (sms, "email") or not is_last then 1',
    'when (is_first or is_last) and channel is not ads then 1',
    'when (position + 1) * 2 < count then 1',
    'when ((position)) = 1 then 1',
    'when not (channel not in (sms) and type is text_clicked) then 1',
    'when ((is_first)) then 1',
  ])
    expect(faults(text)).toEqual([])
})

test('every line tells its first fault with its place', () => {
  expect(faults('when chanel is sms then 1\nelse 1 +\nwen is_first then 1')).toEqual([
    `1:6 "chanel" is unknown; there are ${[...numberWords, ...flagWords, ...textWords].join(', ')}`,
    '2:9 something is missing at the end',
    '3:1 a rule begins with when or else',
  ])
})

test.each([
  ['else 1 / 0', '1:10 this divides by zero'],
  ['when channel is smss then 1', '1:17 there is no channel "smss"; there are ads, sms, email'],
  ['when channel sms then 1', '1:14 after channel comes is, is not, in or not in'],
  ['when channel in sms then 1', '1:17 a list stands in brackets: (sms, email)'],
  ['when channel in (sms then 1', '1:22 the list does not close'],
  ['when is_first 1', '1:15 then and a weight are missing'],
  ['when (is_first then 1', '1:16 a bracket does not close'],
  ['when position then 1', '1:15 a comparison is missing'],
  ['else is_first', '1:6 is_first is no number'],
  ['else 1 2', '1:8 "2" is too much'],
  ['else 1\nelse 2', '2:1 nothing can come after else'],
  ['else 1 ; 2', '1:8 ";" means nothing here'],
  ['when channel is "sms then 1', '1:17 a quote that does not close means nothing here'],
  ['', '1:1 there is no rule'],
  [`else ${'('.repeat(60)}1${')'.repeat(60)}`, 'nested too deep'],
])('%s is refused', (text, fault) => {
  expect(faults(text).join()).toContain(fault)
})

test('whatever is typed is read or refused with a place inside it, and never breaks', () => {
  const words = [
    'when',
    'then',
    'else',
    'and',
    'or',
    'not',
    'is',
    'in',
    '(',
    ')',
    ',',
    '+',
    '-',
    '*',
    '/',
    '^',
    '<',
    '=',
    '!=',
    '0',
    '1.5',
    'sms',
    '"email"',
    '#',
    '\n',
  ]
  const typed = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc
      .array(fc.constantFrom(...words, ...numberWords, ...flagWords, ...textWords), { maxLength: 30 })
      .map((each) => each.join(' ')),
  )
  fc.assert(
    fc.property(typed, (text) => {
      const parsed = parseRules(text)
      if (parsed.ok) return
      const lines = text.split(/\r\n|\n|\r/)
      for (const { line, column, message } of parsed.faults) {
        expect(column).toBeGreaterThanOrEqual(1)
        expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1)
        expect(message).not.toBe('')
      }
    }),
    { numRuns: 2_000 },
  )
})
