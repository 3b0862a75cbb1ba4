import { expect, test } from 'vitest'
import { createRng, xoshiro128 } from './rng.ts'

test('the generator gives the published numbers of xoshiro128**', () => {
  // Reference values of rand_xoshiro (src/xoshiro128starstar.rs), made with the authors' C code from the state 1, 2, 3, 4.
  const state = Uint32Array.of(1, 2, 3, 4)
  expect(Array.from({ length: 10 }, () => xoshiro128(state))).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ])
})

test('one seed gives one stream, another seed another', () => {
  const draws = (seed: string) => {
    const rng = createRng(seed)
    return Array.from({ length: 5 }, () => rng.uint32())
  }
  expect(draws('a')).toEqual(draws('a'))
  expect(draws('a')).not.toEqual(draws('b'))
})

test('a split does not depend on what was drawn before it', () => {
  const early = createRng('seed').split('donors')
  const late = createRng('seed')
  for (let i = 0; i < 1000; i++) late.uint32()
  expect(late.split('donors').uint32()).toBe(early.uint32())
  expect(createRng('seed').split('gifts').uint32()).not.toBe(createRng('seed').split('donors').uint32())
})

test('numbers below n come equally often (chi-square with 9 degrees stays under its 99.9 % point)', () => {
  const rng = createRng('chi')
  const seen = new Array<number>(10).fill(0)
  for (let i = 0; i < 100_000; i++) {
    const drawn = rng.below(10)
    seen[drawn] = (seen[drawn] ?? 0) + 1
  }
  const chiSquare = seen.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
  expect(chiSquare).toBeLessThan(27.88)
  expect(() => rng.below(0)).toThrow(RangeError)
})

test('floats lie in [0, 1) with mean one half', () => {
  const rng = createRng('floats')
  let sum = 0
  for (let i = 0; i < 100_000; i++) {
    const drawn = rng.float()
    if (drawn < 0 || drawn >= 1) throw new Error('outside')
    sum += drawn
  }
  expect(sum / 100_000).toBeCloseTo(0.5, 2)
})
