import { Invalid } from '@throughline/canonical'
import { describe, expect, test } from 'vitest'
import { checkTopics, topicOf } from './topics.ts'

const rules = [
  { topic: 'Water', words: ['river', 'Clean Water'] },
  { topic: 'Match', words: ['match'] },
]

describe('a creative’s topic', () => {
  test('is the source’s own word, else the first rule with a word in its texts, however it is written', () => {
    expect(topicOf({ topic: ' Jobs ', texts: ['River match'] }, rules)).toBe('Jobs')
    expect(topicOf({ texts: ['x', 'Every MATCH for clean water'] }, rules)).toBe('Water')
    expect(topicOf({ texts: ['fall_match_2'] }, rules)).toBe('Match')
  })

  test('is none where nothing says so', () => {
    expect(topicOf({ texts: ['hello'] }, rules)).toBeNull()
    expect(topicOf({ topic: '', texts: [] }, [])).toBeNull()
  })
})

describe('rules', () => {
  test('are kept without empty words and blanks', () => {
    expect(checkTopics([{ topic: ' Water ', words: ['river', ' river ', ''] }])).toEqual([
      { topic: 'Water', words: ['river'] },
    ])
  })

  test.each([
    [[{ topic: ' ', words: ['a'] }]],
    [[{ topic: 'A', words: [' '] }]],
    [
      [
        { topic: 'A', words: ['a'] },
        { topic: 'a', words: ['b'] },
      ],
    ],
  ])('that say nothing, or say a topic twice, are refused: %j', (wrong) => {
    expect(() => checkTopics(wrong)).toThrow(Invalid)
  })
})
