import { describe, expect, test } from 'vitest'
import { compareDays } from './match-report.ts'
import { noSums, qualityOf } from './quality.ts'

const day = (deterministic: number, none: number) => ({
  ...noSums(),
  ...{ deterministic: { gifts: 1, net: deterministic }, none: { gifts: 1, net: none } },
})
const dayOf = (n: number) => Temporal.PlainDate.from('2026-10-01').add({ days: n }).toString()
const days = (count: number, of: (n: number) => ReturnType<typeof day>) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [dayOf(n), of(n)]))

describe('a report', () => {
  test('compares the days that both know, and those alone', () => {
    const last = days(3, () => day(50, 50))
    const { before, after, drop } = compareDays(last, { ...days(4, () => day(80, 20)) })
    expect([before.deterministic.net, after.deterministic.net, after.none.gifts]).toEqual([150, 240, 3])
    expect(drop).toBeNull()
  })

  test('tells where days that were reported say a fifth less', () => {
    const last = days(3, () => day(50, 50))
    expect(
      compareDays(
        last,
        days(3, () => day(40, 60)),
      ).drop,
    ).toEqual({ where: 'restated', from: 0.5, to: 0.4 })
    expect(
      compareDays(
        last,
        days(3, () => day(41, 59)),
      ).drop,
    ).toBeNull()
  })

  test('tells where the last week is a fifth below the four weeks before it, once there are four', () => {
    const falls = (from: number) => (n: number) => (n < from ? day(80, 20) : day(40, 60))
    expect(compareDays({}, days(35, falls(28))).drop).toEqual({ where: 'recent', from: 0.8, to: 0.4 })
    expect(compareDays({}, days(20, falls(13))).drop).toBeNull()
    expect(
      compareDays(
        {},
        days(35, () => day(40, 60)),
      ).drop,
    ).toBeNull()
  })
})

test('the badge shares net by tier, however many parts there are; without net there is none', () => {
  const { shares, gifts } = qualityOf([
    { tier: 'deterministic', gifts: 2, net: 300 },
    { tier: 'probable', gifts: 1, net: 100 },
    { tier: 'deterministic', gifts: 1, net: 0 },
  ])
  expect(shares).toEqual({ deterministic: 0.75, probable: 0.25, modelled: 0, none: 0 })
  expect(gifts).toBe(4)
  expect(qualityOf([{ tier: 'none', gifts: 1, net: 0 }]).shares).toBeNull()
})
