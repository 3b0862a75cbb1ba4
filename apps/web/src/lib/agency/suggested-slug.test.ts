import fc from 'fast-check'
import { expect, test } from 'vitest'
import { suggestedSlug } from './suggested-slug.ts'

test('a name becomes its words, small and hyphened', () => {
  expect(suggestedSlug('Marisol Vega for Senate')).toBe('marisol-vega-for-senate')
  expect(suggestedSlug('  Café Québec: L’Été! ')).toBe('cafe-quebec-lete')
})

test('whatever the name, what is suggested is an address or nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (name) => {
      expect(suggestedSlug(name)).toMatch(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/)
      expect(suggestedSlug(name).length).toBeLessThanOrEqual(60)
    }),
  )
})
