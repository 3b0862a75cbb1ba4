import { quantile, tQuantile, type Estimate } from '@throughline/stats'
import { monthClock, monthName, yearAfter } from './day-number.ts'
import { firstGiftAt, type PersonMoney } from './person-money.ts'

/** What people of one month's first gifts brought in their first year, net, in minor units. */
export interface LifetimeValue {
  /** `2026-11`; null: all of them. */
  month: string | null
  /** First gave then; of them, those whose year is over; the rest are censored and counted in nothing else. */
  people: number
  watched: number
  /** Of all who were watched. */
  sum: number
  /** Per person; null where nobody was watched, NaN where a rate is missing. The interval is Student's, of a mean. */
  mean: number | null
  interval: Omit<Estimate, 'value'> | null
  quartiles: { low: number; median: number; high: number } | null
}

/**
 * Net of a person from the first gift until the same date a year later, that date not counted: gross less fees, refunds and
 * chargebacks, each on its day. Only people whose year is over by `through` count.
 * @param range days [from, to] in which the first gift lies
 */
export function lifetimeValues(
  money: PersonMoney,
  range: { from: number; to: number; through: number },
): { all: LifetimeValue; cohorts: LifetimeValue[] } {
  const monthOf = monthClock()
  const cohorts = new Map<number, { people: number; values: number[] }>()
  for (let person = 0; person < money.people.length; person++) {
    const at = firstGiftAt(money, person)
    const first = at === undefined ? undefined : money.day[at]!
    if (first === undefined || first < range.from || first > range.to || first > range.through) continue
    const month = monthOf(first)
    const cohort = cohorts.get(month) ?? { people: 0, values: [] }
    cohorts.set(month, cohort)
    cohort.people++
    const end = yearAfter(first)
    if (end - 1 <= range.through) cohort.values.push(netWithin(money, person, first, end))
  }
  const sorted = [...cohorts].sort(([a], [b]) => a - b)
  return {
    all: valueOf(
      null,
      sorted.reduce((sum, [, { people }]) => sum + people, 0),
      sorted.flatMap(([, { values }]) => values),
    ),
    cohorts: sorted.map(([month, { people, values }]) => valueOf(monthName(month), people, values)),
  }
}

function netWithin({ from, day, minor }: PersonMoney, person: number, first: number, end: number): number {
  let net = 0
  for (let at = from[person]!; at < from[person + 1]!; at++) if (day[at]! >= first && day[at]! < end) net += minor[at]!
  return net
}

function valueOf(month: string | null, people: number, values: number[]): LifetimeValue {
  const sorted = Float64Array.from(values).sort()
  const watched = sorted.length
  const sum = sorted.reduce((total, value) => total + value, 0)
  const mean = watched === 0 ? null : sum / watched
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share))
  return {
    ...{ month, people, watched, sum, mean },
    interval: mean === null || watched < 2 ? null : meanBetween(sorted, mean),
    quartiles: low === undefined || median === undefined || high === undefined ? null : { low, median, high },
  }
}

function meanBetween(values: Float64Array, mean: number): { low: number; high: number } {
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const half = tQuantile(0.05, values.length - 1) * Math.sqrt(squares / (values.length - 1) / values.length)
  return { low: mean - half, high: mean + half }
}
