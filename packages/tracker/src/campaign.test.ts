import { expect, it } from 'vitest'
import { campaignIn } from './campaign.ts'

const page = 'https://give.example.org/spring'

it('UTMs, refcodes and the platforms’ click ids are the campaign; other parameters are not', () => {
  expect(
    campaignIn(
      `${page}?utm_source=meta&utm_medium=paid+social&utm_id=12&amount=25&fbclid=IwAR0%2Bx&refcode=em1&refcode2=v2#form`,
    ),
  ).toEqual({
    utm: { source: 'meta', medium: 'paid social', id: '12' },
    click_ids: { fbclid: 'IwAR0+x' },
    refcode: 'em1',
    refcode2: 'v2',
  })
})

it('an address without them has none, nor has one where they stand empty, doubled up or behind the fragment', () => {
  for (const url of [undefined, '', page, `${page}?amount=25`, `${page}?utm_source=&gclid=`, `${page}#?utm_source=x`])
    expect(campaignIn(url)).toBeUndefined()
  expect(campaignIn(`${page}?refcode=one&refcode=two`)).toEqual({ refcode: 'one' })
})

it('what cannot be decoded is taken as it is, and nothing is kept at any length', () => {
  expect(campaignIn(`${page}?utm_source=100%&utm_term=${'x'.repeat(9_000)}`)?.utm).toEqual({
    source: '100%',
    term: 'x'.repeat(500),
  })
})
