import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spreadCost } from './spread-cost.ts'

test('sets that share nobody cost together what was spent, less what nobody known was touched by', () => {
  const channels = fc.array(
    fc.record({ cost: fc.nat(100_000), sets: fc.array(fc.nat(50), { minLength: 3, maxLength: 3 }) }),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(channels, (all) => {
      const of = (set: number) =>
        spreadCost(
          all.map(({ cost, sets }) => ({
            ...{ cost, touches: sets.reduce((sum, n) => sum + n, 0), ofSet: sets[set] ?? 0 },
          })),
        )
      const spent = all.reduce((sum, { cost }) => sum + cost, 0)
      expect([0, 1, 2].reduce((sum, set) => sum + of(set).cost, 0) + of(0).unspread).toBeCloseTo(spent, 6)
    }),
  )
})
