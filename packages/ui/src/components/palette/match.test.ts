import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchParts } from './match.ts'

test('the beginning of a word is found before its middle', () => {
  expect(matchParts('Orchard Harbor', 'har')).toEqual([
    { text: 'Orchard ', hit: false },
    { text: 'Har', hit: true },
    { text: 'bor', hit: false },
  ])
  expect(matchParts('Share', 'har')?.[1]).toEqual({ text: 'har', hit: true })
  expect(matchParts('Meadow', 'har')).toBeUndefined()
})

test('the parts always join to the label', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.string({ unit: 'grapheme-ascii' }), (label, query) => {
      const parts = matchParts(label, query)
      if (parts) expect(parts.map((part) => part.text).join('')).toBe(label)
    }),
  )
})
