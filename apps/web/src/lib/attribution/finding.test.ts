import { expect, test } from 'vitest'
import { findingOf, largestCrossing } from './finding.ts'

const tenant = { locale: 'en-US', vertical: 'fundraising' as const }
const flow = (
  first: 'ads' | 'sms' | null,
  last: 'ads' | 'sms' | null,
  net: number,
  customer: 'new' | 'monthly' = 'new',
) => ({
  ...{ first, last, net, customer },
  n: 1,
})

test('the finding is the most that one channel starts and another finishes, over all kinds of gifts', () => {
  const flows = [
    flow('sms', 'ads', 900_000),
    flow('ads', 'sms', 600_000),
    flow('ads', 'sms', 500_000, 'monthly'),
    flow('sms', 'sms', 9e9),
  ]
  expect(largestCrossing(flows)).toEqual({ first: 'ads', last: 'sms', net: 1_100_000 })
  expect(findingOf({ flows, currency: 'USD' }, tenant)).toBe('Ads start $11K of giving that texts finish')
})

test('where nothing crosses from one channel to another the page says what it is', () => {
  expect(findingOf({ flows: [flow('sms', 'sms', 100), flow(null, null, 100)], currency: 'USD' }, tenant)).toBe(
    'What led to every gift',
  )
  expect(largestCrossing([flow('ads', 'sms', -100)])).toBeUndefined()
  expect(findingOf({ flows: [], currency: 'USD' }, { ...tenant, vertical: 'commerce' })).toBe('What led to every order')
})
