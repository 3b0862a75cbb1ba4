import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CreditCell } from '../attribution/credit/credit-cell.ts'
import { placeIn } from '../attribution/place.ts'
import { percentShares, sumOfShares } from './percent-shares.ts'
import { campaignShares, writtenValues } from './written-values.ts'

const cell = (placeNo: number, minor: number, kind: CreditCell['kind'] = 'gross'): CreditCell => ({
  ...{ day: '2026-11-01', kind, currency: 'USD', placeNo, customer: 'new', tier: 'deterministic', minor, micro: 0 },
})
const places = [
  { ...placeIn('sms'), placeNo: 1, source: 'sms', campaign: 'fall' },
  { ...placeIn('email'), placeNo: 2, source: 'crm', campaign: 'gala' },
  { ...placeIn('email'), placeNo: 3, source: 'crm', campaign: 'letter' },
]
const placeOf = (no: number) => places.find(({ placeNo }) => placeNo === no)
const values = (cells: CreditCell[], first = 1, last = 2) =>
  writtenValues({ model: 'linear', currency: 'USD', cells, first, last }, placeOf, ({ campaign }) => campaign)

test('shares are percent that add up to exactly 100, whatever the amounts', () => {
  expect(percentShares([1, 1, 1])).toEqual([33.34, 33.33, 33.33])
  expect(percentShares([5, -5, 0])).toEqual([100, 0, 0])
  expect(percentShares([0, -1])).toEqual([0, 0])
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1_000, max: 99_999_999 }), { minLength: 1, maxLength: 60 }), (amounts) => {
      const shares = percentShares(amounts)
      expect(sumOfShares(shares)).toBe(amounts.some((amount) => amount > 0) ? 100 : 0)
      expect(shares.every((share) => share >= 0)).toBe(true)
    }),
  )
})

test('credit is told by channel, campaign and influence, net of fees and of what went back', () => {
  expect(values([cell(1, 2_000), cell(2, 1_000), cell(0, 1_000), cell(1, 500, 'refund')])).toEqual({
    model: 'linear',
    first_channel: 'sms',
    last_channel: 'email',
    top_channel: 'sms',
    top_campaign: 'fall',
    influence: 'sms 42.86 %, email 28.57 %, unattributed 28.57 %',
    attributed: 25,
  })
  expect(values([cell(0, 1_000)], 0, 0)).toMatchObject({
    top_channel: 'unattributed',
    top_campaign: null,
    attributed: 0,
  })
})

test('nothing is left where all of it went back', () => {
  const { model, influence, attributed } = values([cell(1, 2_000), cell(1, 2_000, 'refund')])
  expect([model, influence, attributed]).toEqual([null, null, null])
})

test('a CRM’s own campaigns share the whole of a deal among them', () => {
  const ofCrm = (no: number) => (placeOf(no)?.source === 'crm' ? (placeOf(no)?.campaign ?? null) : null)
  const shares = campaignShares([cell(1, 700, 'won'), cell(2, 200, 'won'), cell(3, 100, 'won')], ofCrm)
  expect(shares).toEqual([
    { campaign: 'gala', percent: 66.67 },
    { campaign: 'letter', percent: 33.33 },
  ])
  expect(campaignShares([cell(1, 700, 'won')], ofCrm)).toEqual([])
})
