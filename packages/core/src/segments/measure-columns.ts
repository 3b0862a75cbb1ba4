import { monthsKept, type Giving } from './giving.ts'
import { measures, type MeasureId } from './measures.ts'

/** Of people with a known category or region: how many conversions say one, how many say the commonest, how many differ. */
export interface Trait {
  known: Int32Array
  top: Int32Array
  different: Int32Array
}

/** What a rule's conditions are answered from, as known at one batch and of one day. */
export interface PeopleFacts {
  /** Days since 1970 of the day that is asked about. */
  today: number
  giving: Giving
  /** By `category` or `region`, then by the days looked back over (0 = all). */
  traits: ReadonlyMap<string, Trait>
  /** Counts of events by measure and days looked back over. */
  activity: ReadonlyMap<string, Int32Array>
  /** 1 = an event is known of this contact; null where nobody asked. */
  active: Uint8Array | null
  /** One more than the highest contact number of all of them. */
  size: number
}

/** The name of what was counted over a look back. */
export const over = (of: string, lastDays: number | undefined): string => `${of} ${lastDays ?? 0}`

/** A measure of everybody by contact number; NaN where somebody has none. */
export function measureColumn(measure: MeasureId, lastDays: number | undefined, facts: PeopleFacts): Float64Array {
  const { giving, today } = facts
  const column = new Float64Array(facts.size).fill(NaN)
  const fill = (n: number, value: (contact: number) => number): Float64Array => {
    for (let contact = 1; contact < n; contact++) column[contact] = value(contact)
    return column
  }
  const stretch = lastDays === undefined ? giving.all : (giving.windows.get(lastDays) ?? giving.all)
  const money = (minor: (contact: number) => number) => (contact: number) =>
    giving.first[contact] === -1 || giving.unpriced[contact] === 1 ? NaN : minor(contact)
  const gave = (value: (contact: number) => number) => (contact: number) =>
    giving.first[contact] === -1 ? NaN : value(contact)
  switch (measure) {
    case 'given':
      return fill(
        giving.size,
        money((c) => stretch.given[c]!),
      )
    case 'given_net':
      return fill(
        giving.size,
        money((c) => stretch.given[c]! - stretch.back[c]!),
      )
    case 'gifts':
      return fill(giving.size, (c) => Math.max(0, stretch.gifts[c]!))
    case 'average_gift':
      return fill(
        giving.size,
        money((c) => (stretch.gifts[c]! > 0 ? stretch.given[c]! / stretch.gifts[c]! : NaN)),
      )
    case 'days_since_first':
      return fill(
        giving.size,
        gave((c) => today - giving.first[c]!),
      )
    case 'days_since_last':
      return fill(
        giving.size,
        gave((c) => today - giving.last[c]!),
      )
    case 'weekend_share':
      return fill(giving.size, (c) => (stretch.gifts[c]! > 0 ? stretch.weekend[c]! / stretch.gifts[c]! : NaN))
    case 'gifts_per_week':
      return fill(
        giving.size,
        gave((c) => (stretch.gifts[c]! * 7) / (lastDays ?? Math.max(7, today - giving.first[c]! + 1))),
      )
    case 'month_variance':
      return fill(
        giving.size,
        gave((c) => dispersionOf(giving, c, today)),
      )
    case 'top_category_share':
    case 'top_region_share': {
      const trait = facts.traits.get(over(measure === 'top_category_share' ? 'category' : 'region', lastDays))
      return trait
        ? fill(trait.known.length, (c) => (trait.known[c]! > 0 ? trait.top[c]! / trait.known[c]! : NaN))
        : column
    }
    case 'categories':
    case 'regions': {
      const trait = facts.traits.get(over(measure === 'categories' ? 'category' : 'region', lastDays))
      return trait ? fill(trait.known.length, (c) => trait.different[c]!) : column
    }
    case 'delivered':
    case 'viewed':
    case 'clicked':
    case 'visited':
    case 'engaged':
    case 'abandoned':
    case 'unsubscribed': {
      const counts = facts.activity.get(over(measure, lastDays))
      return counts ? fill(counts.length, (c) => Math.max(0, counts[c]!)) : column
    }
  }
}

/** True of measures for which somebody who never gave may be looked at too. */
export const isActivity = (measure: MeasureId): boolean => measures[measure].of === 'activity'

/** Months between first and last gift before they can be said to bunch. */
const fewestMonths = 12

/**
 * Variance ÷ mean of gifts a month, over the calendar months from the first gift to the last, the present one left out and at most 24
 * back: somebody who stopped is not seasonal for that. NaN where these are fewer than twelve. Fisher's index of dispersion: 1 for
 * gifts at random.
 */
function dispersionOf({ first, last, months }: Giving, contact: number, today: number): number {
  if (months === null) return NaN
  const [newest, oldest] = [
    Math.max(0, monthsBetween(last[contact]!, today) - 1),
    Math.min(monthsKept, monthsBetween(first[contact]!, today)) - 1,
  ]
  const n = oldest - newest + 1
  if (n < fewestMonths) return NaN
  let [sum, squares] = [0, 0]
  for (let month = newest; month <= oldest; month++) {
    const gifts = months[contact * monthsKept + month]!
    sum += gifts
    squares += gifts * gifts
  }
  const mean = sum / n
  return mean === 0 ? NaN : (squares / n - mean * mean) / mean
}

function monthsBetween(epoch: number, today: number): number {
  const [from, to] = [new Date(epoch * 86_400_000), new Date(today * 86_400_000)]
  return (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth()
}
