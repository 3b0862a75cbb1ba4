import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lost, mark, noMarks, together, without, type DayMarks } from './day-marks.ts'
import { addDays } from './times.ts'

const start = '2026-10-18'
const marks = (from: string, days: [string, number][]): DayMarks => {
  const all = noMarks(from)
  for (const [series, day] of days) mark(all, series, addDays(start, day))
  return all
}
const wide = { from: start, until: addDays(start, 60) }

describe('which days had a row', () => {
  test('is kept for 31 days and no others', () => {
    const all = marks(start, [
      ['a', -1],
      ['a', 0],
      ['a', 30],
      ['b', 31],
    ])
    expect(Object.keys(all.series)).toEqual(['a'])
    expect([...lost(all, noMarks(start), wide)].map(({ day }) => day)).toEqual([start, addDays(start, 30)])
  })

  test('that are missing now are told, within the days that were read', () => {
    const before = marks(start, [
      ['a', 1],
      ['a', 2],
      ['b', 2],
    ])
    const now = marks(addDays(start, 1), [['a', 2]])
    expect([...lost(before, now, wide)]).toEqual([
      { series: 'a', day: addDays(start, 1) },
      { series: 'b', day: addDays(start, 2) },
    ])
    expect([...lost(before, now, { from: addDays(start, 2), until: addDays(start, 2) })]).toEqual([
      { series: 'b', day: addDays(start, 2) },
    ])
  })

  test('are seen from a later day on without change, as far as they reach', () => {
    const day = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 40 }))
    fc.assert(
      fc.property(fc.array(day), fc.array(day), fc.integer({ min: 0, max: 30 }), (first, second, moved) => {
        const from = addDays(start, moved)
        const inReach = (all: [string, number][]) => all.filter(([, at]) => at >= 0 && at <= 30)
        const sum = together([marks(start, first), marks(from, second)], from)
        const expected = new Set(
          [...inReach(first), ...second.filter(([, at]) => at >= moved && at <= moved + 30)]
            .filter(([, at]) => at >= moved && at <= moved + 30)
            .map(([series, at]) => `${series} ${addDays(start, at)}`),
        )
        const found = [...lost(sum, noMarks(from), wide)].map((each) => `${each.series} ${each.day}`)
        expect(new Set(found)).toEqual(expected)
      }),
    )
  })

  test('can be forgotten one by one', () => {
    const all = marks(start, [
      ['a', 1],
      ['a', 2],
    ])
    const left = without(all, [{ series: 'a', day: addDays(start, 1) }])
    expect([...lost(left, noMarks(start), wide)]).toEqual([{ series: 'a', day: addDays(start, 2) }])
  })
})
