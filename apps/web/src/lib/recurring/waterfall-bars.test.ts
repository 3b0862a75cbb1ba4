import { expect, test } from 'vitest'
import { readMrrSpan, waterfallBars } from './waterfall-bars.ts'

const mrr = {
  currency: 'USD',
  start: 10_000,
  end: 10_500,
  steps: [
    { step: 'new' as const, minor: 1_000, plans: 2 },
    { step: 'recovered' as const, minor: 0, plans: 0 },
    { step: 'cancelled' as const, minor: -500, plans: 1 },
  ],
}

test('each bar hangs from where the one before ended, and the last ends where the end does', () => {
  const bars = waterfallBars(mrr)
  expect(bars.map(({ step }) => step)).toEqual(['start', 'new', 'cancelled', 'end'])
  const [start, fresh, gone, end] = bars
  const right = (bar: typeof start) => (bar ? bar.left + bar.width : NaN)
  expect(fresh?.left).toBeCloseTo(right(start))
  expect(right(gone)).toBeCloseTo(right(fresh))
  expect(gone?.left).toBeCloseTo(right(end))
  expect(Math.max(...bars.map(right))).toBeCloseTo(1)
})

test('nothing at all has bars of no width', () => {
  expect(waterfallBars({ ...mrr, start: 0, end: 0, steps: [] }).map(({ width }) => width)).toEqual([0, 0])
})

test('an address asks for a span that there is', () => {
  expect(['90', '365', '31', null].map(readMrrSpan)).toEqual([90, 365, 30, 30])
})
