import { expect, test } from 'vitest'
import { bodyText, netChange, readReturnsBy, readTopicLines, roasText, roiText, topicLines } from './shown-returns.ts'

test('a return is a multiple, and no value or no rate where there is none', () => {
  expect(roasText({ roas: 2.314, otherSpend: false }, 'en-US')).toBe('2.31×')
  expect(roasText({ roas: null, otherSpend: false }, 'en-US')).toBe('–')
  expect(roasText({ roas: null, otherSpend: true }, 'en-US')).toBe('rate missing')
  expect(roiText({ roi: 1.314, otherSpend: false }, 'en-US')).toBe('+131%')
  expect(roiText({ roi: -0.5, otherSpend: false }, 'en-US')).toBe('−50%')
})

test('topics are lines, and a line without a topic is named', () => {
  const rules = [
    { topic: 'Water', words: ['river', 'well'] },
    { topic: 'Match', words: ['match'] },
  ]
  expect(topicLines(rules)).toBe('Water: river, well\nMatch: match')
  expect(readTopicLines(`${topicLines(rules)}\n\n`)).toEqual({ ok: true, rules })
  expect(readTopicLines('Water: river\nmatch')).toEqual({ ok: false, line: 2 })
})

test('a change needs something to change from', () => {
  const net = (now: number, before: number) => netChange({ now: { net: now }, before: { net: before } } as never)
  expect([net(150, 100), net(50, 100), net(5, 0), net(5, -10)]).toEqual([0.5, -0.5, undefined, undefined])
})

test('an address shows what there is to show by', () => {
  expect(['topic', 'channel', 'x', null].map(readReturnsBy)).toEqual(['topic', 'channel', 'creative', 'creative'])
})

test('a text is shown without addresses and what is filled in', () => {
  expect(bodyText('Chip in? {{ "https://give.example/x" | shorten }}\n Stop to end, see https://x.example/y')).toBe(
    'Chip in? … Stop to end, see …',
  )
})
