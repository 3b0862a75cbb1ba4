import fc from 'fast-check'
import { expect, test } from 'vitest'
import { creditPaths, whyNotOfPaths } from './credit-paths.ts'
import { markovChain, type Order } from './markov-chain.ts'
import { modelNames } from './model.ts'
import { pathsOf, sumOf } from './paths.ts'
import { removalEffects } from './removal-effects.ts'
import { someNamedPaths, somePaths } from './testing/some-paths.ts'

const orders: Order[] = [1, 2, 3, 4]
const ofPaths = modelNames.filter((name) => whyNotOfPaths(name) === undefined)

test('every model credits all conversions and all value', () => {
  for (const name of ofPaths)
    fc.assert(
      fc.property(somePaths, fc.constantFrom(...orders), (paths, order) => {
        const credit = creditPaths(paths, name, order)
        expect(sumOf(credit.conversions)).toBeCloseTo(sumOf(paths.conversions), 7)
        // Where nobody who brought value converted, nothing was measured that value could be shared by.
        const shared = paths.value.some((value, p) => value > 0 && (paths.conversions[p] ?? 0) > 0)
        if (credit.by === 'weights' || (shared && credit.by === 'markov'))
          expect(sumOf(credit.value)).toBeCloseTo(sumOf(paths.value), 6)
      }),
    )
})

test('the chance to convert is conversions over journeys, at every order', () => {
  fc.assert(
    fc.property(somePaths, fc.constantFrom(...orders), (paths, order) => {
      const { conversionRate } = removalEffects(markovChain(paths, order))
      const conversions = sumOf(paths.conversions)
      expect(conversionRate).toBeCloseTo(conversions / (conversions + sumOf(paths.nulls)), 11)
    }),
  )
})

test('removal effects lie between 0 and 1, and are 1 for a channel that every conversion came through', () => {
  fc.assert(
    fc.property(someNamedPaths, fc.constantFrom(...orders), (named, order) => {
      const effects = removalEffects(markovChain(pathsOf(named), order))
      for (const effect of [...effects.conversions, ...effects.value]) {
        expect(effect).toBeGreaterThanOrEqual(0)
        expect(effect).toBeLessThanOrEqual(1)
      }
      const always = pathsOf(named.map((path) => ({ ...path, touches: ['gate', ...path.touches] })))
      expect(removalEffects(markovChain(always, order)).conversions[0]).toBe(1)
    }),
  )
})

test('the order in which paths are given changes nothing', () => {
  for (const name of ofPaths)
    fc.assert(
      fc.property(someNamedPaths, (named) => {
        const [there, back] = [pathsOf(named), pathsOf(named.toReversed())]
        const [one, other] = [creditPaths(there, name, 2), creditPaths(back, name, 2)]
        there.channels.forEach((channel, i) => {
          expect(other.conversions[back.channels.indexOf(channel)]).toBeCloseTo(one.conversions[i] ?? NaN, 7)
        })
      }),
      { numRuns: 50 },
    )
})

test('from an order as long as the paths on, the removal effect is the share of conversions that touch the channel', () => {
  const paths = pathsOf([
    { touches: ['a', 'b'], conversions: 3, value: 30, nulls: 1 },
    { touches: ['b', 'c'], conversions: 1, value: 2, nulls: 5 },
    { touches: ['c'], conversions: 4, value: 8, nulls: 0 },
  ])
  const { conversions, value } = removalEffects(markovChain(paths, 4))
  expect([...conversions].map((effect) => +effect.toFixed(12))).toEqual([3 / 8, 4 / 8, 5 / 8])
  expect([...value].map((effect) => +effect.toFixed(12))).toEqual([30 / 40, 32 / 40, 10 / 40])
})

test('a path without touches is credited to no channel', () => {
  const paths = pathsOf([
    { touches: [], conversions: 5, value: 50, nulls: 5 },
    { touches: ['a'], conversions: 1, value: 10, nulls: 1 },
  ])
  for (const name of ofPaths) {
    const credit = creditPaths(paths, name, 1)
    expect([...credit.conversions, ...credit.value]).toEqual([1, 10])
  }
})

test('what needs more than paths says what', () => {
  expect(() => creditPaths(pathsOf([]), 'time_decay', 1)).toThrow('time_decay needs the times of touches, which paths')
})
