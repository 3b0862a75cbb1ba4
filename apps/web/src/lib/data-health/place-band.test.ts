import { expect, test } from 'vitest'
import { placeBand } from './place-band.ts'

const day = (i: number, value: number | null, expected: number | null = 10) => ({
  ...{ day: `2026-11-0${i + 1}`, value, expected },
  low: expected === null ? null : expected - 5,
  high: expected === null ? null : expected + 5,
})

test('the band runs from the first day to the last, what is far out lies at its edge and is marked', () => {
  const placed = placeBand([day(0, 10), day(1, 1_000), day(2, 9)], new Set(['2026-11-02']))
  expect(placed.top).toBe(24)
  expect(placed.points).toEqual([{ index: 1, x: 50, y: 0 }])
  expect(placed.band).toMatch(/^M0 .*L100 .*Z$/)
})

test('a day of which nothing was told breaks the line; without an expectation there is no band', () => {
  expect(placeBand([day(0, 4), day(1, null), day(2, 4)], new Set()).line.match(/M/g)).toHaveLength(2)
  expect(placeBand([day(0, 4, null), day(1, 5, null)], new Set())).toMatchObject({ band: '', expected: '' })
})
