import { expect, test } from 'vitest'
import { bandOf, normalDeviate, normalTail, tailsOf } from './tails.ts'

/** P(X = k) for k up to `most`, by the recursion of each distribution: another way than the tails take. */
function negativeBinomial(mean: number, variance: number, most: number): number[] {
  const size = (mean * mean) / (variance - mean)
  const chance = mean / variance
  const terms = [chance ** size]
  for (let k = 1; k <= most; k++) terms.push((terms[k - 1] as number) * ((size + k - 1) / k) * (1 - chance))
  return terms
}
const sum = (terms: readonly number[]) => terms.reduce((all, term) => all + term, 0)

test.each([0.2, 3, 40])('tails of a Poisson variable of mean %d are sums of its terms', (mean) => {
  const terms = [Math.exp(-mean)]
  for (let k = 1; k <= 400; k++) terms.push(((terms[k - 1] as number) * mean) / k)
  for (const x of [0, 1, 2, 5, 30, 60]) {
    const { lower, upper } = tailsOf(x, { mean, variance: mean }, 'count')
    expect(lower).toBeCloseTo(sum(terms.slice(0, x + 1)), 10)
    expect(upper).toBeCloseTo(sum(terms.slice(x)), 10)
  }
})

test.each([
  [2, 5],
  [50, 300],
])('tails of a negative binomial variable of mean %d and variance %d are sums of its terms', (mean, variance) => {
  const terms = negativeBinomial(mean, variance, 2_000)
  for (const x of [0, 1, 4, 20, 90, 150]) {
    const { lower, upper } = tailsOf(x, { mean, variance }, 'count')
    expect(lower).toBeCloseTo(sum(terms.slice(0, x + 1)), 9)
    expect(upper).toBeCloseTo(sum(terms.slice(x)), 9)
  }
})

test('an exponential amount: the chance of more than x is e^(−x/mean)', () => {
  for (const x of [0.1, 1, 3])
    expect(tailsOf(x, { mean: 1, variance: 1 }, 'amount').upper).toBeCloseTo(Math.exp(-x), 12)
})

test('the normal tail and its inverse, at tabled values', () => {
  expect(normalTail(1.959963985)).toBeCloseTo(0.025, 9)
  expect(normalTail(-1.644853627)).toBeCloseTo(0.95, 9)
  expect(normalDeviate(0.975)).toBeCloseTo(1.959963985, 7)
  expect(normalDeviate(0.001)).toBeCloseTo(-3.090232306, 7)
})

test('outside the band is where the tails are below alpha', () => {
  const spread = { mean: 20, variance: 50 }
  const { low, high } = bandOf(spread, 'count', 0.01)
  expect(tailsOf(low, spread, 'count').lower).toBeGreaterThanOrEqual(0.01)
  expect(tailsOf(low - 1, spread, 'count').lower).toBeLessThan(0.01)
  expect(tailsOf(high, spread, 'count').upper).toBeGreaterThanOrEqual(0.01)
  expect(tailsOf(high + 1, spread, 'count').upper).toBeLessThan(0.01)
})
