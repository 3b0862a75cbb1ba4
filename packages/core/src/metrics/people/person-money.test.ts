import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayNumber, yearAfter } from './day-number.ts'
import { lifetimeValues } from './lifetime-value.ts'
import { paybackOf, simplePayback } from './payback.ts'
import { personMoney, type MoneyColumns } from './person-money.ts'

interface Part {
  contact: number
  on: number
  minor: number
  gross: boolean
}
const start = dayNumber('2025-01-10')
const columnsOf = (parts: readonly Part[]): MoneyColumns => ({
  n: parts.length,
  contact: Uint32Array.from(parts, ({ contact }) => contact),
  day: Int32Array.from(parts, ({ on }) => start + on),
  sec: Uint32Array.from(parts, ({ on }) => (start + on) * 86_400),
  minor: Float64Array.from(parts, ({ minor }) => minor),
  gross: Uint8Array.from(parts, ({ gross }) => (gross ? 1 : 0)),
})
const roots = Uint32Array.from([0, 1, 2, 3])
const moneyOf = (parts: readonly Part[], table = roots) => personMoney(columnsOf(parts), { roots: table })
const gift = (contact: number, on: number, minor: number): Part => ({ contact, on, minor, gross: true })
const back = (contact: number, on: number, minor: number): Part => ({ contact, on, minor: -minor, gross: false })
const days = (from: number, to: number, through: number) => ({
  ...{ from: start + from, to: start + to, through: start + through },
})

describe('what people bring in their first year', () => {
  test('is net, of those whose year is over; the rest are said to be waited for', () => {
    const money = moneyOf([
      ...[gift(1, 0, 5_000), gift(1, 364, 1_000), gift(1, 365, 9_000), back(1, 30, 500)],
      ...[gift(2, 5, 2_000), gift(3, 200, 7_000)],
    ])
    const { all, cohorts } = lifetimeValues(money, days(0, 300, 370))
    expect(all).toMatchObject({ people: 3, watched: 2, sum: 7_500, mean: 3_750 })
    expect(all.quartiles).toEqual({ low: 2_875, median: 3_750, high: 4_625 })
    expect(cohorts.map(({ month, people, watched, mean }) => [month, people, watched, mean])).toEqual([
      ['2025-01', 2, 2, 3_750],
      ['2025-07', 1, 0, null],
    ])
  })

  test('begins with the first gift, not with a fee or a refund of before, and ends a calendar year later', () => {
    expect(yearAfter(dayNumber('2024-02-29'))).toBe(dayNumber('2025-02-28'))
    expect(yearAfter(dayNumber('2024-12-31'))).toBe(dayNumber('2025-12-31'))
    const { all } = lifetimeValues(moneyOf([back(1, 1, 100), gift(1, 10, 1_000)]), days(5, 20, 800))
    expect(all).toMatchObject({ people: 1, watched: 1 })
  })

  test('of people who are one is theirs together, and never of more people', () => {
    const parts = fc.array(
      fc.record({
        contact: fc.nat(3),
        on: fc.nat(500),
        minor: fc.integer({ min: -500, max: 500 }),
        gross: fc.boolean(),
      }),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(parts, (all) => {
        const range = days(0, 500, 2_000)
        const [apart, merged] = [moneyOf(all), moneyOf(all, Uint32Array.from([0, 2, 2, 3]))].map(
          (money) => lifetimeValues(money, range).all,
        )
        expect(merged?.people).toBeLessThanOrEqual(apart?.people ?? 0)
        expect(lifetimeValues(moneyOf([...all].reverse()), range).all).toEqual(apart)
        const { all: whole, cohorts } = lifetimeValues(moneyOf(all), range)
        expect(cohorts.reduce((sum, each) => sum + each.sum, 0)).toBe(whole.sum)
      }),
    )
  })
})

describe('payback', () => {
  const money = moneyOf([
    ...[gift(1, 0, 400), gift(1, 31, 800), gift(2, 0, 600), gift(2, 61, 300)],
    // Watched for one month only.
    gift(3, 60, 1_100),
  ])
  test('is the first month in which what was brought crosses the cost, lately won people counted as far as they are watched', () => {
    const observed = (cost: number) => paybackOf(money, { ...days(0, 100, 91), cost })
    expect(observed(700).curve.map(({ value, n }) => [value, n])).toEqual([
      [700, 3],
      [1_100, 2],
      [1_250, 2],
    ])
    expect([observed(700).months, observed(701).months, observed(1_250).months, observed(1_251).months]).toEqual([
      ...[1, 2, 3, null],
    ])
    const { soonest, months, latest } = observed(1_000)
    expect(soonest).toBeLessThanOrEqual(months ?? 0)
    expect(latest === null || latest >= (months ?? 0)).toBe(true)
  })
  test('at an even pace divides by a twelfth of the year once', () => {
    expect(simplePayback(1_000, 12_000)).toBe(1)
    expect([simplePayback(1_000, 0), simplePayback(1_000, null)]).toEqual([null, null])
  })
  test('a dearer person is never paid back sooner', () => {
    fc.assert(
      fc.property(fc.nat(2_000), fc.nat(2_000), (a, b) => {
        const [cheap, dear] = [Math.min(a, b), Math.max(a, b)].map(
          (cost) => paybackOf(money, { ...days(0, 100, 91), cost }).months,
        )
        expect(cheap ?? 99).toBeLessThanOrEqual(dear ?? 99)
      }),
    )
  })
})
