import { expect, test } from 'vitest'
import type { PathCredit } from './credit-by.ts'
import { creditPaths } from './credit-paths.ts'
import type { ModelName } from './model.ts'
import type { Paths } from './paths.ts'
import { expected, ninePaths, pathData } from './testing/reference.ts'

const byName = ({ channels }: Paths, amounts: Float64Array): Record<string, number> =>
  Object.fromEntries(channels.map((name, i) => [name, amounts[i] ?? NaN]))

const near = (found: Record<string, number>, published: Record<string, number>, relative: number): void => {
  expect(Object.keys(found).sort()).toEqual(Object.keys(published).sort())
  for (const [name, amount] of Object.entries(published))
    expect(Math.abs((found[name] ?? NaN) - amount), name).toBeLessThanOrEqual(relative * Math.max(1, Math.abs(amount)))
}

const data = pathData()
const credit = (paths: Paths, name: ModelName, order: 1 | 2 | 3 | 4 = 1): PathCredit => creditPaths(paths, name, order)

test('first, last and linear touch of 5,000 paths are those of ChannelAttribution to ten places', () => {
  for (const [name, published] of [
    ['first_touch', 'first'],
    ['last_touch', 'last'],
    ['linear', 'linear'],
  ] as const)
    for (const amount of ['conversions', 'value'] as const)
      near(
        byName(data, credit(data, name)[amount]),
        Object.fromEntries(
          expected.heuristic_first_last_linear.map((row) => [row.channel_name, row[`${published}_touch_${amount}`]]),
        ),
        1e-10,
      )
})

test('Markov of order 1 and 2 is the exact solution to twelve places, in conversions and in value', () => {
  for (const order of [1, 2] as const) {
    const exact = expected.markov_exact[`order_${order}`]
    const found = creditPaths(data, 'markov', order)
    if (found.by !== 'markov') throw new Error('markov credits by markov')
    expect(found.effects.conversionRate).toBeCloseTo(exact.p_conversion_base, 13)
    expect(found.effects.valueRate).toBeCloseTo(exact.expected_value_base, 12)
    near(byName(data, found.effects.conversions), exact.removal_effect_conversion, 1e-12)
    near(byName(data, found.effects.value), exact.removal_effect_value, 1e-12)
    near(byName(data, found.conversions), exact.attributed_conversions, 1e-11)
    near(byName(data, found.value), exact.attributed_value, 1e-11)
  }
})

test('the published package’s simulation lies within one per cent of the total around it', () => {
  for (const order of [1, 2] as const) {
    const found = byName(data, credit(data, 'markov', order).conversions)
    for (const row of expected.markov_monte_carlo[`order_${order}`].result)
      expect(Math.abs((found[row.channel_name] ?? NaN) - row.total_conversions)).toBeLessThan(76.43)
  }
})

test('nine paths are credited as Marketing-Attribution-Models does', () => {
  const nine = ninePaths()
  const { expected_value: published, removal_effects_order1: effects } = expected.nine_paths
  near(byName(nine, credit(nine, 'first_touch').value), published.first, 1e-12)
  near(byName(nine, credit(nine, 'last_touch').value), published.last, 1e-12)
  near(byName(nine, credit(nine, 'linear').value), published.linear, 1e-12)
  near(byName(nine, credit(nine, 'position_based').value), published.position_40_20_40, 1e-12)
  near(byName(nine, credit(nine, 'markov').value), published.markov_order1, 1e-6)
  const found = creditPaths(nine, 'markov', 1)
  near(byName(nine, found.by === 'markov' ? found.effects.conversions : new Float64Array(3)), effects, 1e-10)
  // Exactly 2/3, 8/15 and 28/57.
  near(
    byName(nine, found.by === 'markov' ? found.effects.conversions : new Float64Array(3)),
    { A: 2 / 3, B: 8 / 15, C: 28 / 57 },
    1e-12,
  )
})
