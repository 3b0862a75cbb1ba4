import { expect, test } from 'vitest'
import { scopesText } from './key-card.ts'

test('what a key may do is said in words, a right without words by its name', () => {
  expect(scopesText(['ingest', 'keys:read'])).toBe('send events, list keys')
  expect(scopesText(['figures:read'])).toBe('figures:read')
})
