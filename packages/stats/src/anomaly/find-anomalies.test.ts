import { describe, expect, test } from 'vitest'
import { poisson } from '../distributions.ts'
import { createRng } from '../rng.ts'
import { expectedDays, findAnomalies } from './find-anomalies.ts'
import { falseAlarms } from './testing/score-detector.ts'

/** Twelve weeks of some 400 a day, half as many on two days of the week. */
function steady(seed = 'steady', mean = 400): (number | null)[] {
  const rng = createRng(seed)
  return Array.from({ length: 84 }, (_, t) => poisson(rng, t % 7 < 5 ? mean : mean / 2))
}
const last = 83
const kindsOf = (days: (number | null)[]) => findAnomalies(days, { kind: 'count', from: last }).map(({ kind }) => kind)
const set = (days: (number | null)[], at: number, value: number | null) => days.with(at, value)

describe('anomalies of a daily series', () => {
  test('of more than 10,000 clean series-days of six families fewer than 5 % are told of, of each family and level alone', () => {
    const rows = falseAlarms(5)
    const sum = (what: 'days' | 'alarms') => rows.reduce((all, row) => all + row[what], 0)
    expect(sum('days')).toBeGreaterThanOrEqual(10_000)
    expect(sum('alarms') / sum('days')).toBeLessThan(0.02)
    for (const row of rows) expect(row.alarms / row.days, JSON.stringify(row)).toBeLessThan(0.05)
  })

  test('a spike, a drop and a day of nothing are each called what they are', () => {
    const days = steady()
    expect(kindsOf(days)).toEqual([])
    expect(kindsOf(set(days, last, 900))).toEqual(['spike'])
    expect(kindsOf(set(days, last, 80))).toEqual(['drop'])
    expect(kindsOf(set(days, last, 0))).toEqual(['zero'])
  })

  test('a weekend is no drop, the same number on a working day is', () => {
    const days = steady()
    expect(kindsOf(set(days, last, 200))).toEqual([])
    const friday = days.slice(0, last - 1)
    expect(findAnomalies(set(friday, last - 2, 200), { kind: 'count', from: last - 2 })).toMatchObject([
      { kind: 'drop' },
    ])
  })

  test('a day without a word is missing where there always was one; where there often was none it is not', () => {
    const days = steady()
    expect(kindsOf(set(days, last, null))).toEqual(['missing'])
    const patchy = days.map((value, t) => (t % 5 === 0 ? null : value))
    expect(kindsOf(set(patchy, last, null))).toEqual([])
  })

  test('a holiday that is known is neither judged nor learned from', () => {
    const days = set(set(steady(), last - 7, 0), last, 0)
    const exempt = new Set([last - 7, last])
    expect(findAnomalies(days, { kind: 'count', from: last - 10, exempt })).toEqual([])
    expect(kindsOf(days)).toEqual(['zero'])
  })

  test('yesterday’s total again is told of only where totals never repeat', () => {
    const rng = createRng('money')
    const money = Array.from({ length: 84 }, () => 500_000 + rng.below(200_000))
    const twice = money.with(last, money[last - 1] as number)
    expect(findAnomalies(twice, { kind: 'amount', from: last })).toMatchObject([{ kind: 'duplicate' }])
    const round = money.map((value) => Math.round(value / 50_000) * 50_000)
    expect(findAnomalies(round.with(last, round[last - 1] as number), { kind: 'amount', from: last })).toEqual([])
  })

  test('a level that moves and stays is one break, not a week of shouting', () => {
    const days = steady('level').map((value, t) => (t >= 70 && value !== null ? Math.round(value * 0.72) : value))
    const found = findAnomalies(days, { kind: 'count', from: 60 })
    expect(found.filter(({ kind }) => kind === 'break')).toHaveLength(1)
    expect(found.length).toBeLessThanOrEqual(4)
  })

  test('a thin series does not shout: three where 0.3 are expected is luck, and none never is news', () => {
    const rng = createRng('thin')
    const days = Array.from({ length: 84 }, () => poisson(rng, 0.3))
    expect(kindsOf(days.with(last, 2))).toEqual([])
    expect(kindsOf(days.with(last, 0))).toEqual([])
    expect(kindsOf(days.with(last, 12))).toEqual(['spike'])
  })

  test('nothing is said where less than three weeks are known', () => {
    expect(findAnomalies(steady().slice(0, 20).concat([0]), { kind: 'count' })).toEqual([])
    expect(expectedDays(steady().slice(0, 20), { kind: 'count' }).every((day) => day === null)).toBe(true)
  })

  test('the band holds what is expected', () => {
    for (const day of expectedDays(steady(), { kind: 'count', from: 40 })) {
      expect(day?.low).toBeLessThan(day?.mean as number)
      expect(day?.high).toBeGreaterThan(day?.mean as number)
    }
  })
})
