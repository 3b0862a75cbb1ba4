/**
 * What a rule can ask of a person. `unit` says what its number is: minor units of the tenant's currency, a count, whole days, a
 * fraction, a rate per week, or a ratio. `of` says what it is worked out from. `window`: whether it can look back over days.
 */
export interface Measure {
  unit: 'money' | 'count' | 'days' | 'share' | 'rate' | 'ratio'
  of: 'giving' | 'traits' | 'activity'
  window: boolean
}

const giving = (unit: Measure['unit'], window = true): Measure => ({ unit, of: 'giving', window })
const traits = (unit: Measure['unit']): Measure => ({ unit, of: 'traits', window: true })
const activity: Measure = { unit: 'count', of: 'activity', window: true }

/**
 * Every measure, in the order in which they are offered. Where somebody has none (an average of no gifts), no comparison holds.
 * - `gifts`, `given`: how many conversions, and what they came to, gross; `given_net`: less what went back.
 * - `average_gift`: given ÷ gifts.
 * - `days_since_first`, `days_since_last`: whole days of the tenant's calendar up to the day that is asked about.
 * - `weekend_share`: of gifts, those on a Saturday or Sunday.
 * - `gifts_per_week`: gifts ÷ weeks looked back over; without a window, since the first.
 * - `month_variance`: variance ÷ mean of the gifts of each calendar month from the first gift to the last, at most 24, the present one
 *   aside: 1 where gifts come by chance, more where they bunch (Fisher's index of dispersion). None where these are less than a year.
 * - `top_category_share`: of gifts with a category (the source's, else the form, else the refcode's leading letters), those in the
 *   one with most. `categories`, `regions`: how many different ones.
 * - `delivered` … `unsubscribed`: events of that person.
 */
export const measures = {
  given: giving('money'),
  given_net: giving('money'),
  gifts: giving('count'),
  average_gift: giving('money'),
  days_since_first: giving('days', false),
  days_since_last: giving('days', false),
  weekend_share: giving('share'),
  gifts_per_week: giving('rate'),
  month_variance: giving('ratio', false),
  top_category_share: traits('share'),
  categories: traits('count'),
  top_region_share: traits('share'),
  regions: traits('count'),
  delivered: activity,
  viewed: activity,
  clicked: activity,
  visited: activity,
  engaged: activity,
  abandoned: activity,
  unsubscribed: activity,
} as const satisfies Record<string, Measure>

export type MeasureId = keyof typeof measures
export const measureIds = Object.keys(measures) as MeasureId[]
