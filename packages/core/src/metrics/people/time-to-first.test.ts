import fc from 'fast-check'
import { expect, test } from 'vitest'
import { collecting, momentsOf } from './moments.ts'
import { timeToFirst } from './time-to-first.ts'

const hour = 3_600
const momentsAt = (list: readonly (readonly [person: number, hours: number])[]) => {
  const all = collecting(list.length)
  for (const [root, hours] of list) {
    all.root[all.n] = root
    all.sec[all.n] = hours * hour
    all.sign[all.n++] = 1
  }
  return momentsOf(all, 50)
}

test('a gift before anything was seen is none after it; who has not given yet is waited for', () => {
  const seen = momentsAt([
    [1, 10],
    [1, 11],
    [2, 10],
    [3, 10],
    [4, 40],
  ])
  const gifts = momentsAt([
    [1, 5],
    [1, 12],
    [1, 30],
    [2, 16],
    [5, 11],
  ])
  const found = timeToFirst(seen, gifts, 30 * hour)
  expect(found).toMatchObject({ people: 3, converted: 2, quartiles: { low: 3, median: 4, high: 5 }, medianOfAll: 6 })
  expect(found.curve.map(({ time, survival }) => [time, Number(survival.toFixed(6))])).toEqual([
    [2, 0.666667],
    [6, 0.333333],
  ])
})

test('with nobody there is neither a median nor a curve', () => {
  expect(timeToFirst(momentsAt([]), momentsAt([[1, 1]]), 100)).toEqual({
    ...{ people: 0, converted: 0, quartiles: null, medianOfAll: null, curve: [] },
  })
})

test('quartiles are in order, and whoever never gives only moves the median of all later', () => {
  const times = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(20)), { maxLength: 12 })
  fc.assert(
    fc.property(times, times, (seen, gifts) => {
      const found = timeToFirst(momentsAt(seen), momentsAt(gifts), 100 * hour)
      const { low, median, high } = found.quartiles ?? { low: 0, median: 0, high: 0 }
      expect(low).toBeLessThanOrEqual(median)
      expect(median).toBeLessThanOrEqual(high)
      const more = timeToFirst(momentsAt([...seen, [20, 0], [21, 0]]), momentsAt(gifts), 100 * hour)
      expect(more.converted).toBe(found.converted)
      expect(more.medianOfAll ?? Infinity).toBeGreaterThanOrEqual(found.medianOfAll ?? 0)
    }),
  )
})
