import { expect, test } from 'vitest'
import { detailText } from './detail-text.ts'

test('the particulars of an entry read on one line, and what is empty is left out', () => {
  expect(detailText({ role: 'analyst', persona: null, ids: ['a', 'b'], range: { from: 1, to: 2 } })).toBe(
    'role analyst, ids a and b, range (from 1, to 2)',
  )
})

test('what changed stands before and after, what stayed is left out', () => {
  const detail = { before: { role: 'viewer', persona: null }, after: { role: 'client_admin', persona: null } }
  expect(detailText(detail)).toBe('role viewer → client admin')
  expect(detailText({ before: { brandColor: null }, after: { brandColor: '#2f4aa0' } })).toBe(
    'brand color nothing → #2f4aa0',
  )
  expect(detailText({ slug: 'harbor-table', timeZone: 'America/Chicago' })).toBe(
    'slug harbor-table, time zone America/Chicago',
  )
})
