import { expect, test } from 'vitest'
import { detailText } from './detail-text.ts'

test('the particulars of an entry read on one line, and what is empty is left out', () => {
  expect(detailText({ role: 'analyst', persona: null, ids: ['a', 'b'], range: { from: 1, to: 2 } })).toBe(
    'role analyst, ids a and b, range (from 1, to 2)',
  )
})
