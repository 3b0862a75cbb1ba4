import { expect, test } from 'vitest'
import { sparkPath } from './spark-path.ts'

test('the series and its comparison share one scale, highest at the top', () => {
  const drawn = sparkPath([0, 10], [5, 5], 106, 16)
  expect(drawn.line).toBe('M3 13L103 3')
  expect(drawn.before).toBe('M3 8L103 8')
  expect(drawn.last).toEqual({ x: 103, y: 3 })
})

test('a day without a value lifts the pen', () => {
  expect(sparkPath([1, null, 1], [], 106, 16).line).toBe('M3 8M103 8')
})

test('without values nothing is drawn', () => {
  expect(sparkPath([null, null], [], 84, 32)).toEqual({ line: '', before: '', last: undefined })
})
