import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calculateRoi } from './calculate-roi.ts'
import { dealVelocity, velocityBySource } from './deal-velocity.ts'
import { dayMs, type DealTouch, type PipelineDeal } from './pipeline-deal.ts'
import { pipelineRoi } from './pipeline-roi.ts'
import { stageCredit } from './stage-credit.ts'
import type { StageInterval } from './stage-intervals.ts'
import { stagePair, stageProgress, type Stage } from './stage-progress.ts'
import { touchedPipeline } from './touched-pipeline.ts'

const start = Date.parse('2026-10-01T00:00:00Z')
const day = (n: number) => start + n * dayMs
const now = day(50)
const iso = (n: number) => new Date(day(n)).toISOString()
let made = 0
const deal = (more: Partial<PipelineDeal> = {}): PipelineDeal => ({
  ...{
    source: 'crm',
    key: `d${(made += 1)}`,
    pipeline: 'p',
    state: 'open',
    madeAt: day(0),
    closedAt: null,
    amount: 1_000,
  },
  ...{ probability: null, leadSource: null, touches: [], stays: [] },
  ...more,
})
const won = (days: number, more: Partial<PipelineDeal> = {}) => deal({ state: 'won', closedAt: day(days), ...more })
const touch = (n: number, channel: DealTouch['channel'] = 'email'): DealTouch => ({
  at: day(n),
  channel,
  type: 'click',
})
const stay = (
  stage: string,
  from: number,
  to: number | null,
  ends: StageInterval['ends'],
  more: object = {},
): StageInterval => ({
  ...{ stage, pipeline: 'p', visit: 1, from: iso(from), to: to === null ? null : iso(to), told: true, ends },
  seconds: to === null ? null : (to - from) * 86_400,
  ...more,
})
const stages: Stage[] = [
  { key: 'new', name: 'New', state: 'open' },
  { key: 'offer', name: 'Offer', state: 'open' },
  { key: 'won', name: 'Won', state: 'won' },
]

describe('what marketing had to do with deals', () => {
  test('sourced is by the very first touch, up to the moment when the deal was made', () => {
    const deals = [
      deal({ touches: [touch(0), touch(1, 'crm')] }),
      deal({ touches: [touch(-1, 'crm'), touch(0)] }),
      deal({ touches: [touch(-1, 'direct'), touch(0)] }),
      deal({ touches: [touch(0.1)] }),
      deal(),
    ]
    expect(touchedPipeline(deals, now).sourced).toMatchObject({ deals: 1, value: 1_000, wonDeals: 0 })
  })

  test('influenced is by any touch before it was closed', () => {
    const deals = [won(10, { touches: [touch(9)] }), won(10, { touches: [touch(11)] }), deal({ touches: [touch(40)] })]
    expect(touchedPipeline(deals, now).influenced).toMatchObject({ deals: 2, wonDeals: 1, won: 1_000 })
  })

  test('accelerated is what was touched on its way and won faster than the median of the others, open ones among them', () => {
    const others = [won(20), won(30), won(40), deal(), deal()]
    const deals = [
      ...others,
      won(39, { touches: [touch(5)] }),
      won(41, { touches: [touch(5)] }),
      deal({ touches: [touch(5)] }),
    ]
    const { accelerated } = touchedPipeline(deals, now)
    // Of five others three were won; half of all had been by day 40, where those that are open count as lasting longer.
    expect(accelerated.others).toMatchObject({ n: 5, censored: 2, median: 40 })
    expect(accelerated).toMatchObject({ deals: 1, why: null })
    // Without the open ones the median would have been 30, and nothing faster.
    expect(
      touchedPipeline(
        deals.filter(({ state }) => state === 'won'),
        now,
      ).accelerated.why,
    ).toBe('few_others')
    expect(
      touchedPipeline([...others.map((each) => ({ ...each, state: 'lost' as const })), ...deals.slice(5)], now)
        .accelerated.why,
    ).toBe('few_won')
  })
})

describe('stages', () => {
  const deals = [
    won(10, { stays: [stay('new', 0, 4, 'moved'), stay('offer', 4, 10, 'moved'), stay('won', 10, null, 'won')] }),
    deal({ stays: [stay('new', 0, 8, 'moved'), stay('offer', 8, null, 'open')] }),
    deal({ stays: [stay('new', 0, null, 'open', { told: false })] }),
    deal({ state: 'lost', closedAt: day(6), stays: [stay('new', 2, null, 'lost')] }),
  ]

  test('are told of with how long deals stay, what is open being censored, and a beginning nobody told left out', () => {
    const [first, offer, end] = stageProgress(deals, stages, now)
    expect(first).toMatchObject({ entered: 4, value: 4_000, here: 1, moved: 2, untold: 1 })
    expect(first?.dwell).toEqual({ n: 3, censored: 0, lower: 4, median: 4, upper: 8 })
    expect(offer?.dwell).toEqual({ n: 2, censored: 1, lower: 6, median: 6, upper: null })
    expect(end).toMatchObject({ entered: 1, dwell: null })
  })

  test('convert into any later one, with those that still may', () => {
    expect(stagePair(deals, 'new', 'won')).toEqual({
      from: 'new',
      to: 'won',
      n: 4,
      reached: 1,
      undecided: 2,
      rate: 0.25,
    })
    expect(stagePair(deals, 'offer', 'new')).toMatchObject({ n: 2, reached: 0 })
    expect(stagePair(deals, 'nowhere', 'won').rate).toBeNull()
  })

  test('are credited by what was known when a deal came there, to the minor unit', () => {
    const touched = deals.map((each) => ({ ...each, amount: 1_001, touches: [touch(-1), touch(5, 'sms')] }))
    const [first, offer] = stageCredit(touched, ['new', 'offer'], {
      model: { name: 'linear' },
      window: { clickDays: null, viewDays: null },
    })
    expect(first).toEqual({ stage: 'new', value: 4_004, unattributed: 0, channels: { email: 4_004 } })
    expect(offer).toEqual({ stage: 'offer', value: 2_002, unattributed: 0, channels: { email: 1_502, sms: 500 } })
    fc.assert(
      fc.property(fc.array(fc.record({ at: fc.integer({ min: -40, max: 40 }), minor: fc.nat(99_999) })), (list) => {
        const all = list.map(({ at, minor }) =>
          deal({ amount: minor, touches: [touch(at)], stays: [stay('new', 0, null, 'open')] }),
        )
        const [sum] = stageCredit(all, ['new'], {
          model: { name: 'full_path' },
          window: { clickDays: 28, viewDays: 28 },
        })
        const channels = Object.values(sum?.channels ?? {}).reduce((total, minor) => total + minor, 0)
        expect(channels + (sum?.unattributed ?? 0)).toBe(sum?.value)
      }),
    )
  })
})

describe('money of a pipeline', () => {
  const deals = [
    won(10, { leadSource: 'Web', amount: 3_000 }),
    won(20, { leadSource: 'Web' }),
    deal({ state: 'lost', closedAt: day(30), leadSource: 'Web', amount: null }),
    deal({ leadSource: 'Web', amount: 2_000, probability: 0.25 }),
    deal({ amount: 500 }),
  ]

  test('velocity is deals × mean × win rate ÷ median cycle, in which open deals are censored', () => {
    const [web, unsaid] = velocityBySource(deals, now)
    expect(web).toMatchObject({ leadSource: 'Web', deals: 4, value: 6_000, mean: 2_000, wonDeals: 2 })
    expect(web?.winRate).toBeCloseTo(2 / 3)
    expect(web?.cycle).toMatchObject({ n: 4, censored: 1, median: 20 })
    expect(web?.perDay).toBeCloseTo((4 * 2_000 * (2 / 3)) / 20)
    expect(unsaid).toMatchObject({ leadSource: null, winRate: null, perDay: null })
    expect(dealVelocity([], now)).toMatchObject({ deals: 0, mean: null, perDay: null })
  })

  test('returns what all of it is worth for what was spent, apart from what is money already', () => {
    expect(pipelineRoi(deals, 1_000)).toEqual({
      ...{ spend: 1_000, pipeline: 6_500, won: 4_000, expected: 500, unweighed: 1 },
      ...{ roiPipeline: 5.5, roiWon: 3, roiExpected: 3.5, costPerDeal: 200, costPerWin: 500 },
    })
    expect(pipelineRoi(deals, 0)).toMatchObject({ roiPipeline: null, roiWon: null, roiExpected: null, costPerWin: 0 })
  })

  test('can be worked out beforehand, with what the win rate’s interval makes of it', () => {
    const input = { spend: 10_000, leads: 100, dealRate: 0.2, winRate: 0.25, value: 8_000, margin: 0.5 }
    expect(calculateRoi({ ...input, winRateLow: 0.1, winRateHigh: 0.5 })).toEqual({
      ...{ deals: 20, wins: 5, revenue: 40_000, profit: 10_000, roi: 1, roiLow: -0.2, roiHigh: 3 },
      ...{ costPerLead: 100, costPerWin: 2_000, breakEven: 0.125 },
    })
    expect(calculateRoi({ ...input, spend: 0 }).roi).toBeNull()
    expect(calculateRoi({ ...input, leads: 1 }).breakEven).toBeNull()
    expect(() => calculateRoi({ ...input, winRate: 1.2 })).toThrow('between 0 and 1')
    expect(() => calculateRoi({ ...input, spend: -1 })).toThrow('Not below 0')
  })
})
