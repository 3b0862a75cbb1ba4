import { describe, expect, test } from 'vitest'
import { placeIn } from '../attribution/place.ts'
import { affectedCodes } from './affected-codes.ts'
import { buildDictionary } from './build-dictionary.ts'
import { usualRules } from './refcode-rules.ts'
import { ad, campaign, codes, creative, sources } from './testing/matching-sources.ts'

const spring = {
  campaigns: [
    campaign('spring'),
    campaign('fall'),
    campaign('text', { channel: 'sms', creative: 'words', startsAt: 1 }),
  ],
  creatives: [creative('video', 'fb_202604_video'), creative('words', 'sms_20260410_1')],
  ads: [ad('one', 'spring', { adSet: 'wide', creative: 'video' })],
}

describe('the code of a conversion', () => {
  test('leads to the creative that carries it, its ad, its campaign and the channel of that', () => {
    const { find } = buildDictionary(sources(spring))
    expect(find(codes({ refcode: 'fb_202604_video' }))).toEqual({
      place: {
        ...placeIn('ads'),
        ...{
          source: 'acme',
          campaign: 'spring',
          adSet: 'wide',
          ad: 'one',
          creative: 'video',
          refcode: 'fb_202604_video',
        },
      },
      tier: 'deterministic',
      evidence: [{ kind: 'refcode', tier: 'deterministic', value: 'fb_202604_video', score: null }],
      trouble: null,
      concerns: [],
    })
    expect(find(codes({ refcode: 'sms_20260410_1' })).place).toMatchObject({
      channel: 'sms',
      campaign: 'text',
      creative: 'words',
    })
  })

  test('is looked up without regard to case, white space and encoding, and kept as it was sent', () => {
    const { find } = buildDictionary(sources(spring))
    for (const sent of [' FB_202604_Video ', 'fb%5F202604%5Fvideo', 'fb%255F202604_video', 'ｆb_202604_video'])
      expect(find(codes({ refcode: sent })).place).toMatchObject({ creative: 'video', refcode: sent })
  })

  test('says that there is none, or that nobody knows it', () => {
    const { find } = buildDictionary(sources(spring))
    expect(find(codes({}))).toMatchObject({ place: null, tier: 'none', trouble: 'no_code' })
    expect(find(codes({ refcode: '  ' }))).toMatchObject({ place: null, tier: 'none', trouble: 'no_code' })
    expect(find(codes({ refcode: 'never_seen' }))).toMatchObject({ place: null, tier: 'none', trouble: 'unknown_code' })
  })

  test('that a platform has yet to fill in is nobody’s', () => {
    const { find } = buildDictionary(sources({ ...spring, creatives: [creative('video', 'fb_{{ad.id}}')] }))
    expect(find(codes({ refcode: 'fb_{{ad.id}}' })).trouble).toBe('unknown_code')
  })

  test('that an ad fills in for itself leads to that ad alone', () => {
    const { find } = buildDictionary(
      sources({
        ...spring,
        creatives: [creative('video', 'fb_{{ad.id}}')],
        ads: ['one', 'two'].map((key) =>
          ad(key, 'spring', { creative: 'video', links: [{ refcodes: { refcode: `fb_${key}` } }] }),
        ),
      }),
    )
    expect(find(codes({ refcode: 'fb_two' })).place).toMatchObject({ ad: 'two', creative: 'video', campaign: 'spring' })
  })

  test('of an ad whose campaign and creative are not read leads to what is known', () => {
    const lone = ad('late', 'unread', { creative: 'gone', links: [{ refcodes: { refcode: 'fb_late' } }] })
    const { find } = buildDictionary(sources({ ...spring, campaigns: [campaign('spring')], ads: [lone] }))
    expect(find(codes({ refcode: 'fb_late' })).place).toMatchObject({ channel: 'ads', campaign: 'unread', ad: 'late' })
  })

  test('is believed before `refcode2`, which agrees or is named as what it is against', () => {
    const { find } = buildDictionary(sources(spring))
    const both = find(codes({ refcode: 'sms_20260410_1', refcode2: 'fb_202604_video' }))
    expect(both).toMatchObject({ place: { creative: 'words' }, trouble: null })
    expect(both.concerns).toEqual([{ kind: 'creative', source: 'acme', key: 'video' }])
    const second = find(codes({ refcode: 'unheard', refcode2: 'fb_202604_video' }))
    expect(second).toMatchObject({ place: { creative: 'video' }, evidence: [{ kind: 'refcode2' }] })
  })

  test('that only wraps a click id is no code of a creative', () => {
    const { find } = buildDictionary(sources({ ...spring, rules: usualRules }))
    const wrapped = codes(
      { refcode2: 'fb_IwAR0abcdef' },
      { clickIds: { fbclid: { value: 'IwAR0abcdef', truncated: false } } },
    )
    expect(find(wrapped).trouble).toBe('no_code')
  })
})

describe('a code with several claims', () => {
  test('of two ads of one creative is that creative’s, whichever the ad', () => {
    const { find } = buildDictionary(
      sources({ ...spring, ads: ['one', 'two'].map((key) => ad(key, 'spring', { adSet: key, creative: 'video' })) }),
    )
    expect(find(codes({ refcode: 'fb_202604_video' })).place).toMatchObject({
      ...{ campaign: 'spring', adSet: null, ad: null, creative: 'video' },
    })
  })

  test('of two creatives of one campaign is that campaign’s', () => {
    const { find } = buildDictionary(
      sources({
        ...spring,
        creatives: [creative('a', 'fb_both'), creative('b', 'fb_both')],
        ads: [ad('one', 'spring', { creative: 'a' }), ad('two', 'spring', { creative: 'b' })],
      }),
    )
    const finding = find(codes({ refcode: 'fb_both' }))
    expect(finding).toMatchObject({ tier: 'deterministic', place: { campaign: 'spring', creative: null, ad: null } })
  })

  const clash = {
    ...spring,
    creatives: [creative('a', 'fb_both'), creative('b', 'FB_both'), creative('words', 'sms_20260410_1')],
    ads: [ad('one', 'spring', { creative: 'a' }), ad('two', 'fall', { creative: 'b' })],
    rules: usualRules,
  }

  test('of two campaigns is nobody’s: both are named, and no rule chooses', () => {
    const { find } = buildDictionary(sources(clash))
    expect(find(codes({ refcode: 'fb_both' }))).toEqual({
      place: null,
      tier: 'none',
      evidence: [],
      trouble: 'two_claim_it',
      concerns: [
        { kind: 'creative', source: 'acme', key: 'a' },
        { kind: 'creative', source: 'acme', key: 'b' },
      ],
    })
  })

  test('is settled by a second code, or by a person', () => {
    const { find } = buildDictionary(sources(clash))
    expect(find(codes({ refcode: 'fb_both', refcode2: 'sms_20260410_1' })).place).toMatchObject({ creative: 'words' })
    const { find: decided } = buildDictionary(
      sources({ ...clash, decisions: new Map([['fb_both', { says: 'creative', source: 'acme', key: 'b' }]]) }),
    )
    expect(decided(codes({ refcode: 'Fb_Both' }))).toMatchObject({
      ...{
        place: { creative: 'b', campaign: 'fall', refcode: 'Fb_Both' },
        evidence: [{ kind: 'decision' }],
        concerns: [],
      },
    })
  })

  test('is settled by the click on a tracked link, which stands for itself where there is no code', () => {
    const link = { key: '1', code: 'poster1', refcodes: {}, place: { ...placeIn('mail'), list: 'hall' } }
    const { find } = buildDictionary(sources({ links: [link] }))
    const click = 'tl_poster1_abcdefghjkmn'
    expect(find(codes({ refcode2: click }))).toMatchObject({
      ...{ place: { channel: 'mail', list: 'hall', refcode: null }, tier: 'deterministic' },
      evidence: [{ kind: 'tracked_link', value: click }],
    })
    expect(find(codes({ refcode2: 'tl_nobodys_abcdefghjkmn' }))).toMatchObject({ place: null })
    const { find: both } = buildDictionary(sources({ ...clash, links: [link] }))
    expect(both(codes({ refcode: 'fb_both', refcode2: click })).place).toMatchObject({ list: 'hall' })
  })

  test('of two tracked links that lead apart is nobody’s', () => {
    const link = (key: string, partner: string) => ({
      ...{ key, refcodes: { refcode: 'talk' }, place: { ...placeIn('partner'), partner } },
    })
    const { find: one } = buildDictionary(sources({ links: [link('1', 'ada')] }))
    expect(one(codes({ refcode: 'Talk' }))).toMatchObject({
      ...{ place: { partner: 'ada', refcode: 'Talk' }, evidence: [{ kind: 'tracked_link' }] },
    })
    const { find: two } = buildDictionary(sources({ links: [link('1', 'ada'), link('2', 'bo')] }))
    expect(two(codes({ refcode: 'talk' }))).toMatchObject({
      trouble: 'two_claim_it',
      concerns: [{ key: '1' }, { key: '2' }],
    })
  })
})

describe('a person’s decision', () => {
  const decided = (says: Parameters<typeof sources>[0]) => buildDictionary(sources({ ...spring, ...says }))

  test('is above the creative that carries the code', () => {
    const { find } = decided({ decisions: new Map([['fb_202604_video', { says: 'channel', channel: 'partner' }]]) })
    expect(find(codes({ refcode: 'fb_202604_video' })).place).toMatchObject({ channel: 'partner', creative: null })
  })

  test('to ignore a code leaves it without a place, whatever carries it', () => {
    const { find } = decided({ decisions: new Map([['fb_202604_video', { says: 'ignore' }]]), rules: usualRules })
    expect(find(codes({ refcode: 'fb_202604_video' }))).toMatchObject({ place: null, trouble: 'ignored' })
    expect(find(codes({ refcode: 'fb_202604_video', refcode2: 'sms_20260410_1' })).place?.creative).toBe('words')
  })

  test('for a creative that is gone is named, not passed over', () => {
    const { find } = decided({
      decisions: new Map([['fb_202604_video', { says: 'creative', source: 'acme', key: 'gone' }]]),
      rules: usualRules,
    })
    expect(find(codes({ refcode: 'fb_202604_video' }))).toMatchObject({
      ...{ place: null, trouble: 'decision_gone', concerns: [{ kind: 'creative', source: 'acme', key: 'gone' }] },
    })
  })
})

describe('a rule', () => {
  const { find } = buildDictionary(sources({ ...spring, rules: usualRules }))

  test('says the channel and no more, the first that fits', () => {
    expect(find(codes({ refcode: 'em_20260914_a' }))).toMatchObject({
      ...{
        tier: 'deterministic',
        place: { channel: 'email', campaign: null, creative: null, refcode: 'em_20260914_a' },
      },
      evidence: [{ kind: 'rule', value: 'Email: em_*' }],
    })
  })

  test('is below the creative that carries the code', () => {
    expect(find(codes({ refcode: 'sms_20260410_1' })).place).toMatchObject({ creative: 'words' })
  })
})

test('an ad is found by its UTM parameters, and its campaign where the content is another', () => {
  const utm = { campaign: 'Spring', content: 'Video 1' }
  const { find } = buildDictionary(
    sources({
      ...spring,
      ads: ['one', 'two'].map((key) => ad(key, 'spring', { links: [{ utm: { ...utm, content: key } }] })),
    }),
  )
  const asked = (content: string) => codes({ utm_source: 'fb', utm_campaign: 'spring', utm_content: content })
  expect(find(asked('two'))).toMatchObject({ place: { ad: 'two' }, evidence: [{ kind: 'utm' }, { kind: 'utm' }] })
  expect(find(asked('three')).place).toMatchObject({ campaign: 'spring', ad: null })
})

test('which codes answer otherwise is told of two dictionaries', () => {
  const { find: before } = buildDictionary(sources({ ...spring, creatives: [] }))
  const { find: after } = buildDictionary(sources(spring))
  const seen = ['fb_202604_video', 'never_seen', 'sms_20260410_1']
  expect([...affectedCodes(before, after, seen, 0)]).toEqual(['fb_202604_video', 'sms_20260410_1'])
  expect(affectedCodes(after, after, seen, 0).size).toBe(0)
})
