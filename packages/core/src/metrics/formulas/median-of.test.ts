import fc from 'fast-check'
import { expect, test } from 'vitest'
import { medianOf } from './median-of.ts'

test('the middle is the value in the middle, or between two their mean', () => {
  expect(medianOf([])).toBeUndefined()
  expect(medianOf([{ value: 7, times: 0 }])).toBeUndefined()
  expect(
    medianOf([
      { value: 9, times: 1 },
      { value: 5, times: 2 },
    ]),
  ).toBe(5)
  expect(
    medianOf([
      { value: 9, times: 2 },
      { value: 5, times: 2 },
    ]),
  ).toBe(7)
})

test('it is what sorting all of them and looking in the middle says', () => {
  const some = fc.array(fc.record({ value: fc.nat(20), times: fc.nat(4) }), { minLength: 1 })
  fc.assert(
    fc.property(some, (values) => {
      const all = values.flatMap(({ value, times }) => Array.from({ length: times }, () => value)).sort((a, b) => a - b)
      const middle =
        all.length % 2 === 1 ? all[(all.length - 1) / 2] : (all[all.length / 2 - 1]! + all[all.length / 2]!) / 2
      expect(medianOf(values)).toBe(all.length === 0 ? undefined : middle)
    }),
  )
})
