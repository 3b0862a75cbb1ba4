import { describe, expect, it } from 'vitest'
import { accepted, knownText, linkWith, readTab, type Code } from './code-text.ts'

const code: Code = {
  ...{ code: 'fb_a', sent: 'FB_A', state: 'new', gifts: 1, net: 2500, otherCurrency: 0 },
  ...{ firstSeen: '2026-11-10T00:00:00.000Z', lastSeen: '2026-11-10T00:00:00.000Z' },
  ...{ place: null, by: null, trouble: null, concerns: [], suggestion: null, decision: null },
}
const video = { kind: 'creative', source: 'meta', key: '1', name: 'Video one' }
const suggestion = { code: 'fb_b', creative: video, campaign: null, score: 0.823 }

describe('what is known of a code', () => {
  it('is said in a line, whatever it is', () => {
    expect(knownText(code, 'en-US')).toBe('nobody carries it, and no rule fits')
    expect(knownText({ ...code, state: 'conflict', trouble: 'two_claim_it', concerns: [video, video] }, 'en-US')).toBe(
      'claimed by Video one, Video one',
    )
    const near: Code = { ...code, state: 'near', suggestion }
    expect(knownText(near, 'en-US')).toBe('like fb_b, 82% sure')
    expect(knownText({ ...near, by: 'similar_code' }, 'en-US')).toContain('credited as probable')
    const place = { channel: 'ads', campaign: null, creative: video, partner: null } as const
    expect(knownText({ ...code, state: 'known', place, by: 'refcode' }, 'en-US')).toMatch(
      /^Video one, .+ · carried by it$/,
    )
  })

  it('can be said to be what it is like', () => {
    expect(accepted({ suggestion })).toEqual({ says: 'creative', source: 'meta', key: '1' })
    expect(accepted({ suggestion: null })).toBeNull()
  })
})

it('an unknown tab is the one to begin with', () => {
  expect([readTab('rule'), readTab('toString'), readTab(null)]).toEqual(['rule', 'open', 'open'])
})

it('a link keeps what it does not change', () => {
  expect(
    linkWith(
      [
        ['tab', 'rule'],
        ['code', 'a'],
      ],
      { code: '', from: '50' },
    ),
  ).toBe('?tab=rule&from=50')
})
