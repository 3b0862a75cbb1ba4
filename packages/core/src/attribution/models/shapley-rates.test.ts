import { createRng } from '@throughline/stats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { creditPaths } from './credit-paths.ts'
import { pathsOf, sumOf, type NamedPath, type Paths } from './paths.ts'
import { shapleyRates } from './shapley-rates.ts'
import { someNamedPaths } from './testing/some-paths.ts'

const rng = () => createRng('test')
const of = (paths: Paths, amounts: Float64Array, channel: string): number =>
  amounts[paths.channels.indexOf(channel)] ?? NaN

/** Every order in which the channels may come, one by one: the definition itself. */
const byDefinition = (named: readonly NamedPath[]): Map<string, number> => {
  const channels = [...new Set(named.flatMap(({ touches }) => touches))]
  const worth = (within: ReadonlySet<string>): number => {
    const inside = named.filter(({ touches }) => touches.every((channel) => within.has(channel)))
    const gone = inside.reduce((sum, { conversions, nulls }) => sum + conversions + nulls, 0)
    return gone === 0 ? 0 : inside.reduce((sum, { conversions }) => sum + conversions, 0) / gone
  }
  const values = new Map(channels.map((channel) => [channel, 0]))
  let orders = 0
  const walk = (before: string[]): void => {
    if (before.length === channels.length) orders += 1
    for (const channel of channels) if (!before.includes(channel)) walk([...before, channel])
    if (before.length < channels.length) return
    before.forEach((channel, i) => {
      const added = worth(new Set(before.slice(0, i + 1))) - worth(new Set(before.slice(0, i)))
      values.set(channel, (values.get(channel) ?? 0) + added)
    })
  }
  walk([])
  return new Map([...values].map(([channel, sum]) => [channel, sum / orders]))
}

test('the values are those of the definition', () => {
  fc.assert(
    fc.property(someNamedPaths, (named) => {
      const paths = pathsOf(named)
      const { conversions } = shapleyRates(paths, rng())
      for (const [channel, value] of byDefinition(named)) expect(of(paths, conversions, channel)).toBeCloseTo(value, 10)
    }),
    { numRuns: 25 },
  )
})

test('they add up to the rate over all journeys', () => {
  fc.assert(
    fc.property(someNamedPaths, (named) => {
      const paths = pathsOf(named)
      const { conversions, value } = shapleyRates(paths, rng())
      const journeys = sumOf(paths.conversions) + sumOf(paths.nulls)
      expect(sumOf(conversions)).toBeCloseTo(sumOf(paths.conversions) / journeys, 10)
      expect(sumOf(value)).toBeCloseTo(sumOf(paths.value) / journeys, 8)
    }),
  )
})

test('two channels that do the same have the same', () => {
  fc.assert(
    fc.property(someNamedPaths, (named) => {
      const swap: Record<string, string> = { a: 'b', b: 'a' }
      const mirrored = named.map((path) => ({ ...path, touches: path.touches.map((each) => swap[each] ?? each) }))
      const paths = pathsOf([...named, ...mirrored])
      if (!paths.channels.includes('a')) return
      const { conversions } = shapleyRates(paths, rng())
      expect(of(paths, conversions, 'a')).toBeCloseTo(of(paths, conversions, 'b'), 10)
    }),
  )
})

test('a channel that changes no rate has nothing', () => {
  fc.assert(
    fc.property(someNamedPaths, (named) => {
      // Every journey is gone once more with the idle channel, with the same outcome.
      const paths = pathsOf([...named, ...named.map((path) => ({ ...path, touches: [...path.touches, 'idle'] }))])
      expect(of(paths, shapleyRates(paths, rng()).conversions, 'idle')).toBeCloseTo(0, 12)
    }),
  )
})

test('above twelve channels it is sampled, with an error that holds', () => {
  const letters = 'abcdefghijklmnop'.split('')
  const draw = createRng('many channels')
  const few: NamedPath[] = Array.from({ length: 300 }, () => ({
    touches: Array.from({ length: 1 + draw.below(4) }, () => letters[draw.below(12)] ?? 'a'),
    conversions: draw.below(10),
    value: draw.below(100),
    nulls: draw.below(50),
  }))
  const exact = shapleyRates(pathsOf(few), rng())
  expect(exact.sampled).toBe(null)
  // Four more channels that no journey has: they change no value, but there are now too many for all coalitions.
  const idle = letters.slice(12).map((channel) => ({ touches: [channel], conversions: 0, value: 0, nulls: 0 }))
  const { conversions, sampled } = shapleyRates(pathsOf([...few, ...idle]), rng())
  const errors = exact.conversions.map(
    (value, c) => Math.abs((conversions[c] ?? NaN) - value) / (sampled?.conversions[c] ?? NaN),
  )
  expect(errors.every((error) => error < 4)).toBe(true)
  expect(Math.max(...(sampled?.conversions ?? []))).toBeLessThan(0.01)
  expect(shapleyRates(pathsOf([...few, ...idle]), rng()).conversions).toEqual(conversions)
})

test('the path form: a channel has 1/k of each path with k channels', () => {
  const paths = pathsOf([
    { touches: ['a', 'b', 'a'], conversions: 4, value: 40, nulls: 0 },
    { touches: ['b'], conversions: 1, value: 5, nulls: 9 },
  ])
  const { conversions, value } = creditPaths(paths, 'shapley', 1)
  expect([...conversions]).toEqual([2, 3])
  expect([...value]).toEqual([20, 25])
})
