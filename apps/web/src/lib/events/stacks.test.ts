import { expect, test } from 'vitest'
import { stackBars } from './stacks.ts'

test('layers keep their order, the rare ones are one, and shares are of the tallest', () => {
  const order = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  const { bars, names, top } = stackBars([{ a: 6, g: 1, h: 1 }, { b: 2, a: 2 }, {}], order, 'others')
  expect(names).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'others'])
  expect(top).toBe(8)
  expect(bars).toEqual([
    {
      n: 8,
      layers: [
        { name: 'a', n: 6, share: 0.75 },
        { name: 'others', n: 2, share: 0.25 },
      ],
    },
    {
      n: 4,
      layers: [
        { name: 'a', n: 2, share: 0.25 },
        { name: 'b', n: 2, share: 0.25 },
      ],
    },
    { n: 0, layers: [] },
  ])
})

test('what was taken back is no layer, and nothing at all has no share', () => {
  expect(stackBars([{ a: -3 }], ['a'], 'others')).toEqual({ bars: [{ n: 0, layers: [] }], names: ['a'], top: 0 })
})
