import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayAt, dayPlace, placeDays } from './place-days.ts'

const amounts = fc.array(fc.integer({ min: -(10 ** 7), max: 10 ** 9 }), { minLength: 1, maxLength: 120 })
const kinds = fc.constantFrom('bar' as const, 'line' as const)

test('bars stand on zero, in the plot, as high as their value', () => {
  fc.assert(
    fc.property(amounts, fc.boolean(), (values, open) => {
      const { bars, zero } = placeDays(values, [], 'bar', open)
      const high = Math.max(...values)
      bars.forEach(({ x, y, height }, index) => {
        const value = values[index]!
        expect(x).toBeGreaterThan(0)
        expect(x).toBeLessThan(100)
        expect(y).toBeGreaterThanOrEqual(0)
        expect(y + height).toBeLessThanOrEqual(100.01)
        expect(value >= 0 ? y + height : y).toBeCloseTo(zero, 1)
        if (high > 0 && value > 0) expect(height).toBeCloseTo((bars[values.indexOf(high)]!.height * value) / high, 1)
      })
    }),
  )
})

test('the day under a pointer is the one drawn there', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(), kinds, (count, some, kind) => {
      const index = some % count
      expect(dayAt(dayPlace(index, count, kind), count, kind)).toBe(index)
    }),
  )
  expect(dayAt(-0.3, 30, 'bar')).toBe(0)
  expect(dayAt(1.2, 30, 'bar')).toBe(29)
})

test('a line goes through every day; its last stretch is another line while the day lasts', () => {
  const points = (path: string) => path.split(/[ML]/).filter(Boolean)
  expect(points(placeDays([1, 2, 3, 4], [], 'line', false).line)).toHaveLength(4)
  const open = placeDays([1, 2, 3, 4], [], 'line', true)
  expect(points(open.line)).toHaveLength(3)
  expect(points(open.openLine)).toHaveLength(2)
  expect(points(open.openLine)[0]).toBe(points(open.line)[2])
})

test('a gap in the comparison lifts the pen, and its name stands at its last value', () => {
  const { before, beforeEnd } = placeDays([4, 4, 4, 4], [0, null, 4, null], 'line', false)
  expect(before.match(/M/g)).toHaveLength(2)
  expect(beforeEnd).toEqual({ x: 66.67, y: 0 })
})

test('where room is short the first and the last day keep their names, and neighbours of the last do not', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 400 }), (count) => {
      const { named } = placeDays(Array<number>(count).fill(1), [], 'bar', false)
      const kept = named.filter(({ spare }) => !spare)
      expect(kept[0]!.index).toBe(0)
      expect(kept.at(-1)!.index).toBe(count - 1)
      expect(kept.length).toBeLessThanOrEqual(4)
      if (kept.length > 2) expect(kept.at(-1)!.x - kept.at(-2)!.x).toBeGreaterThan(20)
    }),
  )
})
