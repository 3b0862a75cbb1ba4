import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayBars, touchBars } from './lag-bars.ts'

const counts = fc.array(fc.nat(1000), { minLength: 1, maxLength: 120 })
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

test('no gift is lost between the bars', () => {
  fc.assert(
    fc.property(counts, (some) => {
      expect(sum(touchBars(some).map(({ value }) => value))).toBe(sum(some))
      expect(sum(dayBars(some).map(({ value }) => value))).toBe(sum(some))
    }),
  )
})

test('bars say what they hold', () => {
  expect(touchBars([4, 3, 2]).map(({ name }) => name)).toEqual(['0', '1', '2+'])
  expect(touchBars(Array.from({ length: 20 }, () => 1)).at(-1)).toEqual({ name: '11+', value: 9 })
  expect(dayBars(Array.from({ length: 31 }, () => 1)).map(({ name }) => name)).toEqual([
    ...['0', '1', '2', '3', '4–6', '7–13', '14–20', '21–27', '28–29', '30+'],
  ])
})
