import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedGlyphs } from './changed-glyphs.ts'

test('only the digits that differ roll, counted from the right', () => {
  expect(changedGlyphs('$1,412', '$1,422').map((glyph) => glyph.was)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    '1',
    undefined,
  ])
  expect(changedGlyphs('999', '1,000').map((glyph) => glyph.was)).toEqual(['', '', '9', '9', '9'])
})

test('what is shown while rolling is always the new figure', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'$0123456789,.') }),
      fc.string({ unit: fc.constantFrom(...'$0123456789,.') }),
      (was, next) => {
        expect(
          changedGlyphs(was, next)
            .map((glyph) => glyph.text)
            .join(''),
        ).toBe(next)
      },
    ),
  )
})
