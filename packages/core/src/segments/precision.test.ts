import { expect, test } from 'vitest'
import { measureSegments } from './testing/measure-segments.ts'
import { standardPrecision } from './standard-precision.ts'

const measured = measureSegments('labelled', 4_000)
const rounded = (share: number) => Math.round(share * 100) / 100

test('of labelled people that a standard rule names, at least 80 % are of the kind', () => {
  expect(measured.filter(({ named }) => named < 50)).toEqual([])
  expect(measured.filter(({ precision }) => precision < 0.8)).toEqual([])
})

test('the precision that is shown is the one that is measured', () => {
  expect(standardPrecision.people).toBe(4_000)
  expect(standardPrecision.of).toEqual(
    Object.fromEntries(
      measured.map(({ id, precision, recall }) => [id, { precision: rounded(precision), recall: rounded(recall) }]),
    ),
  )
})
