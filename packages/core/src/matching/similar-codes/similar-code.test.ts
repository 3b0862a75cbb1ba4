import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildDictionary } from '../build-dictionary.ts'
import { usualRules } from '../refcode-rules.ts'
import { ad, campaign, codes, creative, sources } from '../testing/matching-sources.ts'
import { checkBins, measureMatching } from '../testing/check-matching.ts'
import { editDistance } from './edit-distance.ts'
import { calibrated } from './weigh-candidate.ts'

const startsAt = Date.parse('2026-11-10T15:00:00Z')
const names = [
  'fb_202611_healthcare_actives',
  'fb_202611_climate_lapsed',
  'fb_202611_courts_prospects',
  'fb_202611_housing_new',
]
const known = sources({
  campaigns: [campaign('fall', { startsAt }), campaign('text', { channel: 'sms', creative: 'words', startsAt })],
  creatives: [...names.map((code, n) => creative(`video${n}`, code)), creative('words', 'sms_20261110_1')],
  ads: names.map((_, n) => ad(`ad${n}`, 'fall', { creative: `video${n}` })),
  rules: usualRules,
})
const { find, suggest } = buildDictionary(known)
/** A day after the text that `sms_20261111_1` would be of. */
const later = { happenedAt: Date.parse('2026-11-12T18:00:00Z') }

describe('a code that nobody carries', () => {
  test('is taken for the one it was mistyped from, as probable, with its score', () => {
    const finding = find(codes({ refcode: 'fb_202611_heatlhcare_actives' }))
    expect(finding).toMatchObject({
      ...{
        tier: 'probable',
        place: { channel: 'ads', campaign: 'fall', creative: 'video0', ad: 'ad0' },
        trouble: null,
      },
      evidence: [{ kind: 'similar_code', tier: 'probable', value: 'fb_202611_healthcare_actives' }, { kind: 'rule' }],
    })
    expect(finding.evidence[0]?.score).toBeGreaterThan(0.68)
    expect(finding.place?.refcode).toBe('fb_202611_heatlhcare_actives')
  })

  test('is found by another way of joining its parts', () => {
    for (const refcode of ['fb-202611-climate-lapsed', 'fb202611climatelapsed', 'fb_202611_lapsed_climate'])
      expect(find(codes({ refcode })).place?.creative).toBe('video1')
  })

  test('with the next number is not taken for its neighbour: it may be of a text that nobody has read', () => {
    const finding = find(codes({ refcode: 'sms_20261111_1' }, later))
    expect(finding).toMatchObject({ tier: 'deterministic', place: { channel: 'sms', campaign: null, creative: null } })
    expect(suggest('sms_20261111_1', later.happenedAt)).toBeUndefined()
  })

  test('is not taken for a code of another channel than its rule says', () => {
    expect(find(codes({ refcode: 'em_202611_climate_lapsed' })).place).toMatchObject({
      channel: 'email',
      campaign: null,
    })
  })

  test('that no rule fits and that is too unlike names what was nearest', () => {
    const { find: bare } = buildDictionary({ ...known, rules: [] })
    expect(bare(codes({ refcode: 'fb_202611_climate_actives' }, later))).toMatchObject({
      ...{ place: null, tier: 'none', trouble: 'below_threshold' },
      concerns: [{ kind: 'creative', key: 'video1' }],
    })
    expect(bare(codes({ refcode: 'zzzz' })).trouble).toBe('unknown_code')
  })

  test('answers the same whatever the order in which records were read', () => {
    const carried = fc.shuffledSubarray([...known.creatives], { minLength: known.creatives.length })
    fc.assert(
      fc.property(
        carried,
        fc.constantFrom('fb_202611_heatlhcare', 'fb_202611', 'sms_2026111', 'courts'),
        (creatives, refcode) => {
          const shuffled = buildDictionary({ ...known, creatives, ads: [...known.ads].reverse() })
          expect(shuffled.find(codes({ refcode }))).toEqual(find(codes({ refcode })))
        },
      ),
    )
  })
})

test('on labelled worlds what is sure is right, and scores are as often right as they say', () => {
  const seeds = Array.from({ length: 24 }, (_, n) => `test ${n}`)
  const { bins, deterministicRight, probableRight } = measureMatching(seeds, 1_500)
  expect(deterministicRight).toBeGreaterThan(0.99)
  // Few worlds, and a few large gifts among them: the full count is `bench/proofs/matching.ts`.
  expect(probableRight).toBeGreaterThan(0.85)
  checkBins([bins[0]!, bins[9]!], { points: 5, least: 200 })
})

test('letters put in, left out, changed and swapped are counted', () => {
  expect(editDistance('refcode', 'refocde')).toBe(1)
  expect(editDistance('kitten', 'sitting')).toBe(3)
  expect(editDistance('ca', 'abc')).toBe(3)
  expect(editDistance('', 'abc')).toBe(3)
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => editDistance(a, b) === editDistance(b, a)))
})

test('between two measured scores the probability is drawn straight, beyond them it stays', () => {
  const steps = [
    [0.2, 0.1],
    [0.6, 0.5],
  ] as const
  expect(calibrated(0.1, steps)).toBe(0.1)
  expect(calibrated(0.4, steps)).toBeCloseTo(0.3, 12)
  expect(calibrated(0.9, steps)).toBe(0.5)
})
