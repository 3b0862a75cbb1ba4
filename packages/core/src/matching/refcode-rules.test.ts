import { expect, test } from 'vitest'
import { compileRules, rulesWithoutKeywords, usualRules, type RefcodeRule } from './refcode-rules.ts'

const rule = (name: string, ...keywords: string[]): RefcodeRule => ({
  ...{ name, keywords, channel: 'email', campaign: null, partner: null },
})
const nameBy = (rules: readonly RefcodeRule[], code: string) => compileRules(rules)(code)?.rule.name

test('the first rule that fits says it', () => {
  const rules = [rule('narrow', 'em_2026*'), rule('wide', 'em_*')]
  expect(nameBy(rules, 'em_2026_a')).toBe('narrow')
  expect(nameBy(rules, 'em_2025_a')).toBe('wide')
  expect(nameBy([...rules].reverse(), 'em_2026_a')).toBe('wide')
})

test('a keyword without a star is a word of the code, not a part of one', () => {
  expect(nameBy([rule('a', 'news')], 'fall-news_3')).toBe('a')
  expect(nameBy([rule('a', 'News letter')], 'fall_news-letter')).toBe('a')
  expect(nameBy([rule('a', 'news')], 'newsletter')).toBeUndefined()
})

test('stars stand for anything, the parts between them in order', () => {
  expect(nameBy([rule('a', 'fb_*video*_b')], 'fb_2026_video1_b')).toBe('a')
  expect(nameBy([rule('a', 'fb_*video*_b')], 'fb_2026_b_video')).toBeUndefined()
  expect(nameBy([rule('a', 'ab*ba')], 'aba')).toBeUndefined()
})

test('a rule without a keyword fits nothing, and is named', () => {
  const rules = [rule('none'), rule('blank', ' '), rule('some', 'em_*')]
  expect(rulesWithoutKeywords(rules)).toEqual([0, 1])
  expect(nameBy(rules, '')).toBeUndefined()
  expect(rulesWithoutKeywords(usualRules)).toEqual([])
})
