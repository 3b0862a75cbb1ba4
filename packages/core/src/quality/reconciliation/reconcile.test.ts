import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reconcileAds, type ClaimedDay, type OwnDay } from './ad-days.ts'
import { differenceCauses, reconcile } from './causes.ts'
import { reconcileDeals, type NearGift, type WonDeal } from './deal-days.ts'

test('within 1 % there is nothing to explain; beyond it the parts are all of the difference', () => {
  expect(reconcile({ theirs: 1_000, ours: 991 }, {})).toMatchObject({ agrees: true, causes: [] })
  const amount = fc.integer({ min: 0, max: 1e6 })
  const could = fc.dictionary(fc.constantFrom(...differenceCauses), fc.integer({ min: -1e6, max: 1e6 }))
  fc.assert(
    fc.property(amount, amount, could, (theirs, ours, most) => {
      const { agrees, causes } = reconcile({ theirs, ours }, most)
      if (agrees) expect(causes).toEqual([])
      else expect(causes.reduce((sum, { part }) => sum + part, 0)).toBe(theirs - ours)
      for (const { part } of causes) expect(Math.sign(part)).toBe(Math.sign(theirs - ours))
    }),
  )
})

const claim = (more: Partial<ClaimedDay> = {}): ClaimedDay => ({
  ...{ source: 'ads', day: '2026-11-10', claimed: 10, byClick: null, spend: 5_000, clicks: null, currency: 'USD' },
  ...{ otherZone: false, provisional: false },
  ...more,
})
const own = (more: Partial<OwnDay> = {}): OwnDay => ({ conversions: 10, spend: 5_000, clicks: null, told: 0, ...more })
const causesOf = (claims: ClaimedDay[], days: Record<string, OwnDay>, what = 'conversions', day = '2026-11-10') =>
  reconcileAds(claims, (_source, at) => days[at], 'USD')
    .find((row) => row.what === what && row.day === day)
    ?.causes.map(({ cause, part }) => `${cause} ${part}`)

test('claims of those who only saw an ad are a matter of the window', () => {
  expect(causesOf([claim({ claimed: 14, byClick: 11 })], { '2026-11-10': own() })).toEqual(['window 3', 'unmatched 1'])
})

test('what our server told it of as well is counted twice', () => {
  expect(causesOf([claim({ claimed: 20 })], { '2026-11-10': own({ told: 12 }) })).toEqual(['counted_twice 10'])
})

test('in another zone, what one day has too much its neighbour has too little', () => {
  const claims = [claim({ claimed: 13, otherZone: true }), claim({ day: '2026-11-11', claimed: 7, otherZone: true })]
  const days = { '2026-11-10': own(), '2026-11-11': own() }
  expect(causesOf(claims, days)).toEqual(['time_zone 3'])
  expect(causesOf(claims, days, 'conversions', '2026-11-11')).toEqual(['time_zone -3'])
})

test('a day that the platform still changes is late; spend in another currency says so', () => {
  expect(causesOf([claim({ claimed: 6, provisional: true })], { '2026-11-10': own() })).toEqual(['late -4'])
  expect(causesOf([claim({ currency: 'EUR' })], { '2026-11-10': own({ spend: 0 }) }, 'spend')).toEqual([
    'currency 5000',
  ])
})

const deal = (more: Partial<WonDeal> = {}): WonDeal => ({
  ...{ source: 'crm', key: 'd1', day: '2026-11-10', contactNos: [1], minor: 10_000, currency: 'USD' },
  ...more,
})
const gift = (more: Partial<NearGift> = {}): NearGift => ({
  ...{ key: 'g1', day: '2026-11-10', contactNo: 1, minor: 10_000, currency: 'USD', refunded: 0 },
  ...more,
})
const dealCauses = (deals: WonDeal[], gifts: NearGift[]) =>
  reconcileDeals(deals, gifts, 'USD')[0]?.causes.map(({ cause, part }) => `${cause} ${part}`)

test('a deal is its person’s nearest gift of the same amount, and no gift stands for two deals', () => {
  expect(dealCauses([deal()], [gift({ key: 'other', minor: 500 }), gift()])).toEqual([])
  expect(dealCauses([deal(), deal({ key: 'd2' })], [gift()])).toEqual(['unmatched 10000'])
})

test('given back, a day later, a week later, in another currency, by nobody that is known: each has its word', () => {
  expect(dealCauses([deal()], [gift({ refunded: 10_000 })])).toEqual(['refund 10000'])
  expect(dealCauses([deal()], [gift({ day: '2026-11-11' })])).toEqual(['time_zone 10000'])
  expect(dealCauses([deal()], [gift({ day: '2026-11-15' })])).toEqual(['late 10000'])
  expect(dealCauses([deal({ currency: 'EUR' })], [gift()])).toEqual(['currency 10000'])
  expect(dealCauses([deal({ contactNos: [] })], [gift()])).toEqual(['unmatched 10000'])
})
