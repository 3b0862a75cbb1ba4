import { expect, test } from 'vitest'
import { safeNext } from './home.ts'

test('after signing in one goes on to a page of ours, and nowhere else', () => {
  expect(safeNext('/t/halvorsen/overview?from=2026-10-01')).toBe('/t/halvorsen/overview?from=2026-10-01')
  for (const elsewhere of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/a\nb',
    '',
    null,
  ])
    expect(safeNext(elsewhere)).toBeUndefined()
})
