import { expect, test } from 'vitest'
import { samePageOf } from './same-page.ts'

test('switching client keeps the page, its days and its filters', () => {
  expect(
    samePageOf('rivers', { pathname: '/t/halvorsen/overview', search: '?from=2026-10-01&to=2026-10-22&vs=none' }),
  ).toBe('/t/rivers/overview?from=2026-10-01&to=2026-10-22&vs=none')
})

test('what belongs to one client alone is left behind', () => {
  expect(samePageOf('rivers', { pathname: '/t/halvorsen/connections/0000-50', search: '' })).toBe(
    '/t/rivers/connections',
  )
  expect(samePageOf('rivers', { pathname: '/t/halvorsen/overview', search: '?proof=raised_net&batch=7' })).toBe(
    '/t/rivers/overview',
  )
  expect(samePageOf('rivers', { pathname: '/portfolio', search: '?sort=name' })).toBe('/t/rivers/overview')
})
