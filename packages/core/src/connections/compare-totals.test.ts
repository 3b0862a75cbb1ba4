import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareTotals, type Ours } from './compare-totals.ts'

const here = (day: string | null, count: number, minor: number | null = null): Ours => ({
  day,
  count,
  minor,
  currency: minor === null ? null : 'USD',
})
const usd = (minor: number) => ({ minor, currency: 'USD' })
const options = { setAside: 0, settledBefore: '2026-11-13' }

describe('a source that counts', () => {
  test('as we do is complete', () => {
    const ours = [here('2026-11-01', 2, 500), here('2026-11-02', 1, 100)]
    const totals = [
      { day: '2026-11-01', count: 2, sum: usd(500) },
      { day: '2026-11-02', count: 1, sum: usd(100) },
    ]
    expect(compareTotals(totals, ours, options)).toEqual({
      state: 'complete',
      sourceCount: 3,
      ourCount: 3,
      differences: [],
    })
  })

  test('nothing at all proves nothing', () => {
    expect(compareTotals([], [here(null, 7)], options).state).toBe('not_provable')
    expect(compareTotals([{ day: '2026-11-01' }], [here(null, 7)], options).state).toBe('not_provable')
  })

  test.each([
    ['missing', 9, 10, '2026-11-01', 0],
    ['extra', 11, 10, '2026-11-01', 0],
    ['set_aside', 9, 10, '2026-11-01', 1],
    ['missing', 8, 10, '2026-11-01', 1],
    ['still_moving', 9, 10, '2026-11-13', 0],
  ] as const)('otherwise says why: %s', (cause, ours, source, day, setAside) => {
    const { state, differences } = compareTotals([{ day, count: source }], [here(day, ours)], { ...options, setAside })
    expect([state, differences.map((each) => each.cause)]).toEqual(['differs', [cause]])
  })

  test('rows alike with another sum differ in their amounts', () => {
    const day = '2026-11-01'
    const { differences } = compareTotals([{ day, count: 1, sum: usd(100) }], [here(day, 1, 99)], options)
    expect(differences).toMatchObject([{ cause: 'amounts', source: { minor: 100 }, ours: { minor: 99 } }])
  })

  test('a day that the source leaves out it counts as nothing', () => {
    const ours = [here('2026-11-01', 1), here('2026-11-02', 1)]
    expect(compareTotals([{ day: '2026-11-01', count: 1 }], ours, options).differences).toMatchObject([
      { day: '2026-11-02', cause: 'extra', source: { count: 0 } },
    ])
  })

  test('the whole only is compared with the whole', () => {
    const ours = [here('2026-11-01', 1), here('2026-11-02', 1), here(null, 3)]
    expect(compareTotals([{ count: 5 }], ours, options).state).toBe('complete')
    expect(compareTotals([{ count: 6 }], ours, options).differences).toMatchObject([{ day: null, cause: 'missing' }])
  })
})

test('one row lost anywhere among a million is always flagged', () => {
  const days = fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 28 })
  fc.assert(
    fc.property(days, fc.nat(), fc.integer({ min: 1, max: 1_000_000 }), (days, which, count) => {
      const name = (day: number) => `2026-10-${String(day).padStart(2, '0')}`
      const totals = days.map((day) => ({ day: name(day), count }))
      const lost = which % days.length
      const ours = days.map((day, n) => here(name(day), n === lost ? count - 1 : count))
      const { state, differences } = compareTotals(totals, ours, options)
      expect(state).toBe('differs')
      expect(differences).toHaveLength(1)
    }),
  )
})
