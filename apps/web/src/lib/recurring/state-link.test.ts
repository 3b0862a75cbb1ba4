import { expect, test } from 'vitest'
import { placeLink, spanLink, stateLink } from './state-link.ts'

test('another state begins at its first plan, and keeps what else the address says', () => {
  expect(stateLink('?from=2026-11-01&state=lapsed&cursor=abc&proof=mrr', 'ended')).toBe('?from=2026-11-01&state=ended')
  expect(stateLink('?state=lapsed', undefined)).toBe('?')
})

test('the next page keeps the state', () => {
  expect(placeLink('?state=lapsed&cursor=abc', 'def')).toBe('?state=lapsed&cursor=def')
  expect(placeLink('?state=lapsed&cursor=abc', undefined)).toBe('?state=lapsed')
})

test('how far back the way goes is said by the address, thirty days by saying nothing', () => {
  expect(spanLink('?state=lapsed&proof=mrr', 90)).toBe('?state=lapsed&span=90')
  expect(spanLink('?span=90', 30)).toBe('?')
})
