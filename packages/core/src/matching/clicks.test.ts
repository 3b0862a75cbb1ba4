import { describe, expect, test } from 'vitest'
import { buildDictionary } from './build-dictionary.ts'
import type { ClickSeen } from './clicks.ts'
import { ad, campaign, codes, creative, sources } from './testing/matching-sources.ts'

const { find } = buildDictionary(
  sources({
    campaigns: [campaign('fall')],
    creatives: [creative('video', 'fb_video'), creative('other', 'fb_other')],
    ads: [ad('one', 'fall', { creative: 'video' }), ad('two', 'fall', { creative: 'other' })],
  }),
)
const id = 'IwZXh0bgNhZW0BMABhZGlkAAabcdefghijklmnopqrstuvwxyz0123456789'
const visit = (more: Partial<ClickSeen> = {}): ClickSeen => ({
  ...{ kind: 'event', source: 'events', key: 'v1', value: id, contactNo: 7 },
  ...{ happenedAt: Date.parse('2026-11-10T17:50:00Z'), place: {}, refcodes: { refcode: 'fb_video' } },
  ...more,
})
const cut = (value = id.slice(0, 47)) => codes({}, { clickIds: { fbclid: { value, truncated: true } } })
const whole = codes({}, { clickIds: { fbclid: { value: id, truncated: false } } })

describe('a click id of a gift', () => {
  test('leads to where the visit with it came from, whole or cut', () => {
    for (const asked of [whole, cut()])
      expect(find(asked, [visit()])).toMatchObject({
        ...{ tier: 'deterministic', place: { creative: 'video', campaign: 'fall' } },
        evidence: [{ kind: 'click_id', value: 'fbclid IwZXh0…' }],
      })
  })

  test('leads to what a touch names itself, and as a token of one message too', () => {
    const text = visit({
      kind: 'touchpoint',
      source: 'acme',
      value: 'tok3n',
      place: { channel: 'sms', campaign: 'blast' },
    })
    expect(find(codes({ refcodeSB: 'tok3n' }), [text]).place).toMatchObject({ channel: 'sms', campaign: 'blast' })
  })

  test('of two people, at two places, or that two begin with is nobody’s, and they are named', () => {
    const clashes = [
      [visit(), visit({ key: 'v2', contactNo: 8 })],
      [visit(), visit({ key: 'v2', refcodes: { refcode: 'fb_other' } })],
      [visit(), visit({ key: 'v2', value: `${id.slice(0, 50)}-another` })],
    ]
    for (const clicks of clashes)
      expect(find(cut(), clicks)).toMatchObject({
        ...{ place: null, trouble: 'click_id_twice', concerns: [{ key: 'v1' }, { key: 'v2' }] },
      })
    expect(find(cut(), [visit(), visit({ key: 'v2' })]).place?.creative).toBe('video')
  })

  test('that little is left of, or whose click came later, leads nowhere', () => {
    expect(find(cut(id.slice(0, 19)), [visit()])).toMatchObject({ place: null, trouble: 'no_code' })
    expect(find(whole, [visit({ happenedAt: whole.happenedAt + 1 })]).place).toBeNull()
  })

  test('is below the code of a creative', () => {
    const both = { ...whole, refcodes: { refcode: 'fb_other' } }
    expect(find(both, [visit()])).toMatchObject({ place: { creative: 'other' }, concerns: [{ key: 'video' }] })
  })
})
