import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mrrWaterfall, type PlanHistory } from './mrr-waterfall.ts'

const zone = 'America/Chicago'
const dayMs = 86_400_000
const origin = Date.parse('2026-01-05T18:00:00.000Z')
const at = (day: number) => new Date(origin + day * dayMs).toISOString()
const between = (plans: readonly PlanHistory[], from: number, to: number, currency = 'USD') => {
  const [own] = mrrWaterfall(plans, { from: at(from), to: at(to), zone, currency })
  if (!own) throw new Error('a waterfall always has the own currency')
  return own
}
const moved = (plans: readonly PlanHistory[], from: number, to: number) =>
  Object.fromEntries(
    between(plans, from, to).steps.flatMap(({ step, minor, plans }) => (plans > 0 ? [[step, minor]] : [])),
  )

/** A plan charged on these days, 10.00 unless said otherwise. */
function charged(days: readonly (number | [number, number])[], more: Partial<PlanHistory['plan']> = {}): PlanHistory {
  const charges = days.map((each): [number, number] => (typeof each === 'number' ? [each, 1_000] : each))
  const last = charges.at(-1)
  return {
    plan: {
      period: 'monthly',
      amount: { minor: last?.[1] ?? 1_000, currency: 'USD' },
      happenedAt: at(0),
      ...(last ? { lastChargeAt: at(last[0]) } : {}),
      ...more,
    },
    made: charges.length,
    charges: charges.map(([day, minor]) => ({ at: at(day), minor, currency: 'USD' })),
    declinedAt: undefined,
  }
}

describe('what plans bring a month', () => {
  test('is new with a first charge, and a week is 52 twelfths of a month', () => {
    expect(moved([charged([5])], 0, 10)).toEqual({ new: 1_000 })
    expect(moved([charged([5], { period: 'weekly' })], 0, 10)).toEqual({ new: 4_333 })
  })

  test('is recovered by a charge after one that did not come, or after the plan was cancelled', () => {
    expect(moved([charged([0, 95])], 60, 100)).toEqual({ recovered: 1_000 })
    expect(moved([charged([0, 31, 62], { cancelledAt: at(40) })], 45, 70)).toEqual({ recovered: 1_000 })
  })

  test('is upgraded and downgraded by what is charged', () => {
    expect(moved([charged([0, [31, 2_500]])], 10, 40)).toEqual({ upgraded: 1_500 })
    expect(moved([charged([[0, 2_500], 31])], 10, 40)).toEqual({ downgraded: -1_500 })
  })

  test('is gone by a charge that was declined, one that did not come, and by cancelling or the last one pledged', () => {
    expect(moved([charged([0])], 10, 60)).toEqual({ paused: -1_000 })
    expect(moved([{ ...charged([0]), declinedAt: at(31) }], 10, 60)).toEqual({ failed: -1_000 })
    expect(moved([charged([0], { cancelledAt: at(12) })], 10, 20)).toEqual({ cancelled: -1_000 })
    expect(moved([charged([0, 31], { pledged: 2 })], 10, 40)).toEqual({ cancelled: -1_000 })
  })

  test('that came and went in between is in no step', () => {
    expect(moved([charged([5], { cancelledAt: at(8) })], 0, 10)).toEqual({})
  })

  test('is told by currency, the client’s own always', () => {
    const euro = { ...charged([5]), plan: { ...charged([5]).plan, amount: { minor: 700, currency: 'EUR' } } }
    const all = mrrWaterfall([euro], { from: at(0), to: at(10), zone, currency: 'USD' })
    expect(all.map(({ currency, start, end }) => [currency, start, end])).toEqual([
      ['USD', 0, 0],
      ['EUR', 0, 700],
    ])
  })
})

const history = fc
  .record({
    first: fc.integer({ min: 0, max: 120 }),
    gaps: fc.array(fc.constantFrom(7, 14, 28, 31, 31, 31, 45, 70), { maxLength: 8 }),
    amounts: fc.array(fc.integer({ min: 1, max: 9_999 }), { minLength: 9, maxLength: 9 }),
    weekly: fc.boolean(),
    cancelled: fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }),
    pledged: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
  })
  .map(({ first, gaps, amounts, weekly, cancelled, pledged }) => {
    let day = first
    const days = [first, ...gaps.map((gap) => (day += gap))].map(
      (each, i) => [each, amounts[i] ?? 1] as [number, number],
    )
    return charged(days, {
      period: weekly ? 'weekly' : 'monthly',
      ...(cancelled === undefined ? {} : { cancelledAt: at(cancelled) }),
      ...(pledged === undefined ? {} : { pledged }),
    })
  })

test('start and steps come to the end, to the cent, and an end is the next start', () => {
  fc.assert(
    fc.property(
      fc.array(history, { maxLength: 12 }),
      fc.tuple(fc.nat(500), fc.nat(500), fc.nat(500)),
      (plans, moments) => {
        const [from, middle, to] = moments.toSorted((a, b) => a - b) as [number, number, number]
        const [one, two, both] = [between(plans, from, middle), between(plans, middle, to), between(plans, from, to)]
        for (const it of [one, two, both])
          expect(it.start + it.steps.reduce((sum, { minor }) => sum + minor, 0)).toBe(it.end)
        expect([two.start, both.start, both.end]).toEqual([one.end, one.start, two.end])
        for (const { step, minor } of both.steps)
          if (step === 'new' || step === 'recovered' || step === 'upgraded') expect(minor).toBeGreaterThanOrEqual(-1)
          else expect(minor).toBeLessThanOrEqual(1)
      },
    ),
    { numRuns: 300 },
  )
})
