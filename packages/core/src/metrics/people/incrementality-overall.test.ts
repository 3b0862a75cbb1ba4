import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Arm, Arms } from './arms.ts'
import { incrementalityOverall } from './incrementality-overall.ts'
import { incrementalityOf } from './incrementality.ts'

const arm = (people: number, converted: number, each = 100): Arm => ({
  ...{ people, converted },
  net: { n: people, sum: converted * each, squares: converted * each ** 2 },
})
const campaign = (nT: number, cT: number, nC: number, cC: number): Arms => ({
  ...{ treated: arm(nT, cT), control: arm(nC, cC), both: 0, open: 0 },
})

test('two campaigns that did nothing come to nothing together, however unlike the shares that they held out', () => {
  // Thrown together, the treated would give in 280 of 2,000 and those held out in 220 of 1,000: a loss that nothing caused.
  const found = incrementalityOverall([campaign(1_800, 180, 200, 20), campaign(200, 100, 800, 400)])
  expect(found.points?.value).toBeCloseTo(0, 12)
  expect(found.share?.value).toBeCloseTo(0, 12)
  expect(found.revenue?.value).toBeCloseTo(0, 6)
  expect(found.points?.low).toBeLessThan(0)
})

test('one campaign alone, or one large enough, is what it is by itself', () => {
  const one = campaign(1_000, 80, 500, 20)
  expect(incrementalityOverall([one])).toEqual(incrementalityOf(one))
  expect(incrementalityOverall([one, campaign(50, 5, 50, 1)])).toEqual(incrementalityOf(one))
  expect(incrementalityOverall([])).toEqual({
    ...{ share: undefined, relativeLift: undefined, points: undefined, revenue: undefined },
  })
})

test('what is extra adds up over campaigns, and twice the same campaign says the same with more certainty', () => {
  const some = fc.tuple(fc.integer({ min: 200, max: 3_000 }), fc.integer({ min: 20, max: 150 }))
  fc.assert(
    fc.property(some, some, ([nT, cT], [nC, cC]) => {
      const one = campaign(nT, cT, nC, cC)
      const [alone, twice] = [incrementalityOf(one), incrementalityOverall([one, one])]
      expect(twice.points?.value).toBeCloseTo(alone.points?.value ?? 0, 9)
      expect(twice.share?.value).toBeCloseTo(alone.share?.value ?? 0, 9)
      expect(twice.revenue?.value).toBeCloseTo(2 * (alone.revenue?.value ?? 0), 5)
      const width = ({ low, high }: { low: number; high: number }) => high - low
      if (alone.points && twice.points) expect(width(twice.points)).toBeLessThan(width(alone.points))
    }),
  )
})

test('too few who gave anywhere say nothing of what is divided by them', () => {
  const found = incrementalityOverall([campaign(200, 3, 200, 1), campaign(200, 4, 200, 2)])
  expect([found.share, found.relativeLift]).toEqual([undefined, undefined])
  expect(found.points?.value).toBeCloseTo(4 / 400, 12)
})
