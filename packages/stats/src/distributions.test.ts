import { expect, test } from 'vitest'
import { exponential, logNormal, normal, poisson, sampleIndices, weightedChoice } from './distributions.ts'
import { createRng } from './rng.ts'

const draws = (n: number, draw: () => number) => Float64Array.from({ length: n }, draw)
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
const deviation = (values: Float64Array) => {
  const middle = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)))
}

test('normal draws have the mean and deviation asked for', () => {
  const rng = createRng('normal')
  const values = draws(20_000, () => normal(rng, 5, 2))
  expect(Math.abs(mean(values) - 5)).toBeLessThan(0.06)
  expect(Math.abs(deviation(values) - 2)).toBeLessThan(0.05)
})

test('half of the log-normal draws lie below the median', () => {
  const rng = createRng('log')
  const below = draws(20_000, () => logNormal(rng, 25, 1)).filter((value) => value < 25).length
  expect(Math.abs(below / 20_000 - 0.5)).toBeLessThan(0.015)
})

test('exponential and Poisson draws have the mean asked for, Poisson its variance too', () => {
  const rng = createRng('waiting')
  expect(Math.abs(mean(draws(20_000, () => exponential(rng, 12))) - 12)).toBeLessThan(0.4)
  const counts = draws(20_000, () => poisson(rng, 70))
  expect(Math.abs(mean(counts) - 70)).toBeLessThan(0.3)
  expect(Math.abs(deviation(counts) ** 2 - 70)).toBeLessThan(3)
})

test('a weighted choice follows its weights and never draws a zero', () => {
  const rng = createRng('weights')
  const choice = weightedChoice([1, 0, 3])
  const seen = [0, 0, 0]
  for (let i = 0; i < 20_000; i++) {
    const drawn = choice.draw(rng)
    seen[drawn] = (seen[drawn] ?? 0) + 1
  }
  expect(seen[1]).toBe(0)
  expect(Math.abs((seen[2] ?? 0) / 20_000 - 0.75)).toBeLessThan(0.015)
  expect(() => weightedChoice([0])).toThrow(RangeError)
})

test('a sample of indices has no repeats', () => {
  const drawn = sampleIndices(createRng('sample'), 100, 40)
  expect(new Set(drawn).size).toBe(40)
  expect(Math.max(...drawn)).toBeLessThan(100)
  expect(sampleIndices(createRng('sample'), 3, 10)).toHaveLength(3)
})
