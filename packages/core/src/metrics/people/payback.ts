import { meanCumulative, type Estimate } from '@throughline/stats'
import { firstGiftAt, type PersonMoney } from './person-money.ts'

/** When what people bring has paid for what it cost to win one of them. Minor units, months of 30 days. */
export interface Payback {
  /** First gave in the range. */
  people: number
  /** The first month by the end of which the mean of what they brought is at least the cost; null: not in what was watched. */
  months: number | null
  /** The same for the ends of the curve's interval: no sooner than, no later than (null: that has not been seen). */
  soonest: number | null
  latest: number | null
  /** Mean net per person by the end of month 1, 2, …, and how many were watched so long. */
  curve: (Estimate & { n: number })[]
}

const monthDays = 30
/** Longer than this nobody waits. */
const mostMonths = 24

/**
 * Payback as observed: the first month in which cumulative net crosses the cost per person. Month 1 is the day of the first gift
 * and the 30 days after it, month k days 30(k−1)+1 to 30k. Who first gave lately counts for the months that are over.
 * @param cost of winning one person, minor units
 */
export function paybackOf(
  money: PersonMoney,
  { from, to, through, cost }: { from: number; to: number; through: number; cost: number },
): Payback {
  const rows: Float64Array[] = []
  let people = 0
  for (let person = 0; person < money.people.length; person++) {
    const at = firstGiftAt(money, person)
    const first = at === undefined ? undefined : money.day[at]!
    if (first === undefined || first < from || first > to || first > through) continue
    people++
    const months = Math.min(mostMonths, Math.floor((through - first) / monthDays))
    if (months > 0) rows.push(monthsOf(money, person, first, months))
  }
  const curve = meanCumulative(rows)
  const crossing = (of: (point: Estimate) => number) => {
    const at = curve.findIndex((point) => of(point) >= cost)
    return at === -1 ? null : at + 1
  }
  return {
    people,
    months: crossing(({ value }) => value),
    soonest: crossing(({ high }) => high),
    latest: crossing(({ low }) => low),
    curve,
  }
}

function monthsOf(money: PersonMoney, person: number, first: number, months: number): Float64Array {
  const row = new Float64Array(months)
  for (let at = money.from[person]!; at < money.from[person + 1]!; at++) {
    const since = money.day[at]! - first
    const month = Math.max(0, Math.ceil(since / monthDays) - 1)
    if (since >= 0 && month < months) row[month]! += money.minor[at]!
  }
  return row
}

/** Payback at an even pace: cost ÷ (12-month net ÷ 12), in months; null where a person brings nothing. */
export function simplePayback(cost: number, yearNet: number | null): number | null {
  return yearNet === null || yearNet <= 0 ? null : cost / (yearNet / 12)
}
