import { readFileSync } from 'node:fs'
import { Invalid } from '@throughline/canonical'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { creditChannels } from '../attribution/place.ts'
import { channelOf, createChannelOf, parseChannelRules, type ChannelRule } from './channel-rules.ts'
import { defaultChannelRules } from './default-channel-rules.ts'
import { globMatches } from './matching.ts'
import { signalsOf } from './read-tags.ts'

interface Case {
  url: string
  referrer: string
  channel: string
  family: string
}
// No address in it has a quotation mark or a comma, so its lines are taken apart simply.
const corpus = readFileSync(new URL('./channel-corpus.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line): Case => {
    const [url = '', referrer = '', channel = '', ...family] = line.split(',')
    return { url, referrer, channel, family: family.join(',').replaceAll('"', '') }
  })

describe('the channel of a visit, by the rules that everybody begins with', () => {
  test('is right for every line of the corpus', () => {
    const channel = createChannelOf(defaultChannelRules)
    const wrong = corpus.filter(
      (each) => channel(signalsOf(each.url, each.referrer || undefined)).channel !== each.channel,
    )
    expect(wrong.map((each) => ({ ...each, said: channel(signalsOf(each.url, each.referrer || undefined)) }))).toEqual(
      [],
    )
    expect(corpus.length).toBeGreaterThanOrEqual(500)
    expect(new Set(corpus.map((each) => each.channel)).size).toBeGreaterThanOrEqual(12)
  })

  test('needs every one of the rules: each decides some line', () => {
    const channel = createChannelOf(defaultChannelRules)
    const used = new Set(corpus.map((each) => channel(signalsOf(each.url, each.referrer || undefined)).rule))
    expect(defaultChannelRules.filter((_, rule) => !used.has(rule))).toEqual([])
  })

  test('is what the outside system says of its own campaign, unless a rule asks about that', () => {
    const signals = { ...signalsOf('https://example.org/?utm_medium=email'), canonicalChannel: 'ads' as const }
    expect(channelOf(defaultChannelRules, signals)).toEqual({ channel: 'ads', rule: null })
    const ours: ChannelRule = { channel: 'partner', when: [{ field: 'channel', comparison: 'is', values: ['ads'] }] }
    expect(channelOf([...defaultChannelRules, ours], signals)).toEqual({
      channel: 'partner',
      rule: defaultChannelRules.length,
    })
  })
})

describe('rules', () => {
  const medium = (value: string, channel: ChannelRule['channel']): ChannelRule => ({
    channel,
    when: [{ field: 'medium', comparison: 'is', values: [value] }],
  })

  test('are asked in their order: the first that holds says it', () => {
    const rules = [medium('a', 'sms'), medium('a', 'email'), medium('b', 'web')]
    expect(channelOf(rules, { medium: ' A ' })).toEqual({ channel: 'sms', rule: 0 })
    expect(channelOf(rules.toReversed(), { medium: 'a' })).toEqual({ channel: 'email', rule: 1 })
    expect(channelOf(rules, { medium: 'c' })).toEqual({ channel: 'direct', rule: null })
  })

  test('hold where all their conditions do', () => {
    const rule: ChannelRule = {
      channel: 'partner',
      when: [
        { field: 'source', comparison: 'begins', values: ['Org_'] },
        { field: 'medium', comparison: 'missing', values: [] },
      ],
    }
    expect(channelOf([rule], { source: 'org_7' }).rule).toBe(0)
    expect(channelOf([rule], { source: 'org_7', medium: 'web' }).rule).toBeNull()
    expect(channelOf([rule], { source: 'my org_7' }).rule).toBeNull()
  })

  test.each([
    ['an unknown channel', [{ ...medium('a', 'sms'), channel: 'fax' }], 'rules.0.channel', 'no such channel'],
    ['no condition', [{ channel: 'sms', when: [] }], 'rules.0.when', 'needs a condition'],
    [
      'an unknown field',
      [medium('a', 'sms'), { channel: 'sms', when: [{ field: 'mood', comparison: 'is', values: ['a'] }] }],
      'rules.1.when.0.field',
      'do not know this field',
    ],
    [
      'an expression',
      [{ channel: 'sms', when: [{ field: 'medium', comparison: 'regex', values: ['(a+)+'] }] }],
      'rules.0.when.0.comparison',
      'do not know this comparison',
    ],
    [
      'values where none belong',
      [{ channel: 'sms', when: [{ field: 'medium', comparison: 'given', values: ['a'] }] }],
      'rules.0.when.0',
      'Values are needed',
    ],
    ['what is no list', { rules: [] }, 'rules', ''],
    ['too many', Array.from({ length: 201 }, () => medium('a', 'sms')), 'rules', 'At most 200'],
  ])('with %s are refused by name', (_, value, field, words) => {
    expect(() => parseChannelRules(value)).toThrow(words)
    expect(() => parseChannelRules(value)).toThrow(expect.objectContaining({ field }) as Invalid)
  })

  test('that everybody begins with may be kept as one’s own', () => {
    expect(parseChannelRules(structuredClone(defaultChannelRules))).toEqual(defaultChannelRules)
  })

  test('answer for whatever is sent, and the same each time', () => {
    const text = fc.option(fc.string(), { nil: undefined })
    fc.assert(
      fc.property(
        fc.record({ source: text, medium: text, referrer: text, refcode: text, landing: text }),
        (signals) => {
          const said = channelOf(defaultChannelRules, signals)
          expect(creditChannels).toContain(said.channel)
          expect(channelOf(defaultChannelRules, signals)).toEqual(said)
        },
      ),
    )
  })

  test('with a star read as any characters, and never run for ever', () => {
    const parts = fc.array(fc.stringMatching(/^[ab*]{0,4}$/), { maxLength: 5 })
    fc.assert(
      fc.property(fc.stringMatching(/^[ab]{0,12}$/), parts, (text, some) => {
        const glob = some.join('*')
        const same = new RegExp(`^${glob.replaceAll(/\*+/g, '*').replaceAll('*', '.*')}$`).test(text)
        expect(globMatches(text, glob)).toBe(same)
      }),
    )
    expect(globMatches('a'.repeat(20_000), `${'*a'.repeat(90)}b`)).toBe(false)
  })
})
