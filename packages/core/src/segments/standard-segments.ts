import type { Rule } from './rule.ts'

/** A segment that every tenant has, until it changes its rule. */
export interface StandardSegment {
  id: string
  /** What events call it. */
  code: string
  name: { fundraising: string; commerce: string }
  rule: Rule
}

/** Fewer conversions than this say nothing of how somebody gives: half of two gifts is one gift. */
const enough = { measure: 'gifts', is: 'at_least', value: 5 } as const

/** The eight behaviour segments. Shares and rates want enough conversions to be more than chance; the rest is as asked for. */
export const standardSegments: readonly StandardSegment[] = [
  {
    id: 'high_spender',
    code: 'HIGH_SPENDER',
    name: { fundraising: 'Top givers', commerce: 'High spenders' },
    rule: { measure: 'given_net', is: 'top', value: 0.2 },
  },
  {
    id: 'frequent',
    code: 'FREQUENT_SHOPPER',
    name: { fundraising: 'Frequent givers', commerce: 'Frequent buyers' },
    rule: { measure: 'gifts_per_week', is: 'at_least', value: 2, lastDays: 28 },
  },
  {
    id: 'weekend',
    code: 'WEEKEND_SHOPPER',
    name: { fundraising: 'Weekend givers', commerce: 'Weekend buyers' },
    rule: { all: [{ measure: 'weekend_share', is: 'at_least', value: 0.7 }, enough] },
  },
  {
    id: 'category_focused',
    code: 'CATEGORY_FOCUSED',
    name: { fundraising: 'One form or appeal', commerce: 'One category' },
    rule: { all: [{ measure: 'top_category_share', is: 'at_least', value: 0.5 }, enough] },
  },
  {
    id: 'location_clustered',
    code: 'LOCATION_CLUSTERED',
    name: { fundraising: 'One or two places', commerce: 'One or two places' },
    rule: {
      all: [{ measure: 'regions', is: 'at_least', value: 1 }, { measure: 'regions', is: 'at_most', value: 2 }, enough],
    },
  },
  {
    id: 'new',
    code: 'NEW_SHOPPER',
    name: { fundraising: 'New donors', commerce: 'New customers' },
    rule: { measure: 'days_since_first', is: 'less_than', value: 30 },
  },
  {
    id: 'inactive',
    code: 'INACTIVE',
    name: { fundraising: 'Inactive donors', commerce: 'Inactive customers' },
    rule: { measure: 'days_since_last', is: 'more_than', value: 30 },
  },
  {
    id: 'seasonal',
    code: 'SEASONAL_SPENDER',
    name: { fundraising: 'Seasonal givers', commerce: 'Seasonal buyers' },
    rule: { all: [{ measure: 'month_variance', is: 'at_least', value: 3 }, enough] },
  },
]
