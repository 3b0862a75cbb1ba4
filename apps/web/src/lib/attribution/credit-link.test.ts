import { expect, test } from 'vitest'
import { creditLink, keptByDays, otherPage } from './credit-link.ts'

test('another question keeps the rest, and begins at its first row with nothing opened', () => {
  expect(creditLink('?from=2026-11-01&tier=none&cursor=abc&touch=x', { tier: 'probable' })).toBe(
    '?from=2026-11-01&tier=probable',
  )
  expect(creditLink('?tier=none&view=lag', { tier: undefined })).toBe('?view=lag')
})

test('another page of credit is of the same days, seen the same way', () => {
  expect(otherPage('/t/a/journeys', '?from=2026-11-01&to=2026-11-02&view=lag&by=ad&window=7', { of: 'sms' })).toBe(
    '/t/a/journeys?from=2026-11-01&to=2026-11-02&window=7&of=sms',
  )
  expect(otherPage('/t/a/journeys', '?view=lag')).toBe('/t/a/journeys')
  expect(otherPage('/t/a/journeys', '', { place: 'channel', of: '' })).toBe('/t/a/journeys?place=channel&of=')
})

test('other days keep what is looked at, but no place in a list', () => {
  expect(keptByDays(new URLSearchParams('from=2026-11-01&to=2026-11-02&by=ad&cursor=x'))).toEqual({ by: 'ad' })
})
