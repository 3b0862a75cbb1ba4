import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markovChain, type Order } from './markov-chain.ts'
import { pathsOf, sumOf, type NamedPath } from './paths.ts'
import { removalEffects } from './removal-effects.ts'
import { pathData } from './testing/reference.ts'
import { someNamedPaths } from './testing/some-paths.ts'

/** The definition word by word: states by name, a dense matrix, Gauss's elimination with pivots. */
function byDefinition(
  named: readonly NamedPath[],
  order: number,
  removed?: string,
): { conversions: number; value: number } {
  const moves = new Map<string, Map<string, number>>()
  const ends = new Map<string, { conversions: number; value: number; nulls: number }>()
  for (const { touches, conversions, value, nulls } of named) {
    if (conversions + nulls === 0) continue
    const states = Array.from({ length: Math.max(1, touches.length - order + 1) }, (_, i) =>
      touches.slice(i, i + order).join('|'),
    )
    const way = ['start', ...states]
    way.slice(1).forEach((state, i) => {
      const row = moves.get(way[i] ?? '') ?? new Map<string, number>()
      moves.set(way[i] ?? '', row.set(state, (row.get(state) ?? 0) + conversions + nulls))
    })
    const last = ends.get(way.at(-1) ?? '') ?? { conversions: 0, value: 0, nulls: 0 }
    last.conversions += conversions
    last.value += value
    last.nulls += nulls
    ends.set(way.at(-1) ?? '', last)
  }
  const states = [...new Set([...moves.keys(), ...ends.keys()])].filter((s) => !s.split('|').includes(removed ?? ''))
  const rows = states.map((state) => {
    const [row, end] = [
      moves.get(state) ?? new Map<string, number>(),
      ends.get(state) ?? { conversions: 0, value: 0, nulls: 0 },
    ]
    const out = [...row.values()].reduce((a, b) => a + b, 0) + end.conversions + end.nulls
    const earned = end.conversions > 0 ? end.value / end.conversions : 0
    const left = states.map((to) => (to === state ? 1 : 0) - (row.get(to) ?? 0) / out)
    return [...left, end.conversions / out, (end.conversions / out) * earned]
  })
  const n = states.length
  for (let c = 0; c < n; c += 1) {
    const pivot = rows
      .slice(c)
      .reduce((best, row, i) => (Math.abs(row[c]!) > Math.abs(rows[best]![c]!) ? c + i : best), c)
    ;[rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!]
    for (let r = 0; r < n; r += 1) {
      if (r === c) continue
      const factor = rows[r]![c]! / rows[c]![c]!
      rows[r] = rows[r]!.map((each, k) => each - factor * rows[c]![k]!)
    }
  }
  const start = states.indexOf('start')
  return { conversions: rows[start]![n]! / rows[start]![start]!, value: rows[start]![n + 1]! / rows[start]![start]! }
}

test('removal effects are those of the definition, at every order, in conversions and in value', () => {
  fc.assert(
    fc.property(someNamedPaths, fc.constantFrom<Order[]>(1, 2, 3, 4), (named, order) => {
      const paths = pathsOf(named)
      const found = removalEffects(markovChain(paths, order))
      const base = byDefinition(named, order)
      expect(found.conversionRate).toBeCloseTo(base.conversions, 11)
      expect(found.valueRate / (1 + base.value)).toBeCloseTo(base.value / (1 + base.value), 11)
      paths.channels.forEach((channel, c) => {
        const without = byDefinition(named, order, channel)
        expect(found.conversions[c]).toBeCloseTo(1 - without.conversions / base.conversions, 10)
        if (base.value > 0) expect(found.value[c]).toBeCloseTo(1 - without.value / base.value, 10)
      })
    }),
    { numRuns: 60 },
  )
})

test('5,000 real paths convert as often at orders 3 and 4 as they did', () => {
  const paths = pathData()
  const rate = sumOf(paths.conversions) / (sumOf(paths.conversions) + sumOf(paths.nulls))
  for (const order of [3, 4] as const) {
    const { conversionRate } = removalEffects(markovChain(paths, order))
    expect(Math.abs(conversionRate / rate - 1)).toBeLessThan(1e-13)
  }
})
