import { createRng } from '@throughline/stats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fit, Fitted } from './fit.ts'
import { fitMarkov } from './fit-markov.ts'
import { fitShapleyRate } from './fit-shapley-rate.ts'
import { pathsOf, type NamedPath } from './paths.ts'
import { scoreWorlds } from './testing/score-worlds.ts'
import { someNamedPaths } from './testing/some-paths.ts'

const way = (path: string, conversions: number, nulls: number): NamedPath => ({
  touches: path.split(' '),
  conversions,
  value: conversions * 10,
  nulls,
})
const fits = {
  markov: (named: readonly NamedPath[]): Fitted => fitMarkov(pathsOf(named), { order: 1 }),
  shapley_rate: (named: readonly NamedPath[]): Fitted => fitShapleyRate(pathsOf(named), createRng('fit')),
}
const fitted = ({ ...result }: Fitted): Fit => {
  if (!result.ok) throw new Error(result.why)
  return result.fit
}
const clear = [way('sms', 40, 60), way('ads', 5, 195), way('sms ads', 30, 70), way('ads sms', 30, 70)]

test('over ten worlds whose truth is known, channel shares are nearer to it than last touch’s in nine, or the model says it is unsure', () => {
  const seeds = Array.from({ length: 10 }, (_, i) => `test ${i}`)
  for (const { nearer, wrong } of Object.values(scoreWorlds(seeds, 6_000))) {
    expect(nearer).toBeGreaterThanOrEqual(9)
    expect(wrong).toEqual([])
  }
})

test('the channel that makes journeys convert scores above the one that is only there', () => {
  for (const fit of Object.values(fits)) {
    const { channels, conversions, journeys } = fitted(fit(clear))
    expect(channels['sms']?.score).toBeGreaterThan(1.3)
    expect(channels['ads']?.score).toBeLessThan(0.8)
    expect({ conversions, journeys }).toEqual({ conversions: 105, journeys: 500 })
  }
})

test('half of a score stays what being present is worth, however much is measured', () => {
  const many = clear.map((path) => ({ ...path, conversions: path.conversions * 1e4, nulls: path.nulls * 1e4 }))
  for (const fit of Object.values(fits)) {
    const { channels } = fitted(fit(many))
    for (const { belief, score } of Object.values(channels)) {
      expect(belief).toBeGreaterThan(0.499)
      expect(belief).toBeLessThanOrEqual(0.5)
      expect(score).toBeGreaterThanOrEqual(0.5)
    }
  }
})

test('the fewer the journeys, the nearer the scores are to 1', () => {
  const rare = way('mail', 3, 4)
  const rarer = fitted(fits.markov([...clear, rare])).channels
  expect(rarer['mail']?.belief).toBeLessThan(rarer['sms']?.belief ?? 0)
})

test('fifty conversions are enough, forty-nine are told', () => {
  for (const fit of Object.values(fits)) {
    expect(fit([way('sms', 25, 100), way('ads', 25, 100)])).toMatchObject({ ok: true })
    expect(fit([way('sms', 25, 100), way('ads', 24, 100)])).toEqual({
      ok: false,
      why: 'Only 49 journeys with a touch converted; it takes 50.',
    })
  }
})

test('journeys that all converted, and those of one channel, teach nothing', () => {
  for (const fit of Object.values(fits)) {
    expect(fit([way('sms', 60, 0), way('ads', 60, 0)])).toMatchObject({ ok: false, why: /^Every journey converted/ })
    expect(fit([way('sms', 60, 40)])).toMatchObject({ ok: false, why: /^All journeys are of one channel/ })
  }
})

test('where channels differ by no more than chance, it says so and shares nearly evenly', () => {
  for (const fit of Object.values(fits)) {
    const { sure, why, channels } = fitted(fit([way('sms', 50, 450), way('ads', 50, 450), way('sms ads', 10, 90)]))
    expect({ sure, why }).toMatchObject({ sure: false, why: /no more than chance/ })
    for (const { score } of Object.values(channels)) expect(score).toBeCloseTo(1, 1)
  }
})

test('where it says what last touch says, it says that it is not clear which is right', () => {
  const { sure, why } = fitted(fits.markov([way('sms', 400, 600), way('ads', 50, 950), way('mail', 90, 910)]))
  expect({ sure, why }).toMatchObject({ sure: false, why: /^It moves 0\.0 % of the credit/ })
})

test('where too many journeys convert, it says that early converts hide what touches do', () => {
  const { sure, why } = fitted(fits.markov([way('sms', 80, 20), way('ads', 20, 80), way('sms ads', 60, 40)]))
  expect({ sure, why }).toMatchObject({ sure: false, why: /^53 % of the journeys converted/ })
})

test('a channel that every journey has can be compared with nothing: it has what being present is worth', () => {
  const { channels } = fitted(fits.markov([way('crm sms', 40, 60), way('crm ads', 10, 190), way('crm mail', 10, 90)]))
  expect(channels['crm']).toMatchObject({ belief: 0, score: 1, effect: 1 })
})

test('Markov tells the chance to convert after each channel, and where people go from there', () => {
  const { channels, transitions, order } = fitted(
    fitMarkov(pathsOf([way('sms', 30, 70), way('ads sms', 30, 70)]), { order: 2 }),
  )
  expect(order).toBe(2)
  expect(channels['sms']?.chanceAfter).toBeCloseTo(0.3, 12)
  expect(transitions?.['ads']).toEqual({ sms: 1 })
})

test('a fit is plain data that survives storing', () => {
  for (const fit of Object.values(fits)) {
    const one = fitted(fit(clear))
    expect(JSON.parse(JSON.stringify(one))).toEqual(one)
    expect(Object.isFrozen(one)).toBe(true)
  }
})

test('the order in which journeys are given changes no score', () => {
  fc.assert(
    fc.property(someNamedPaths, (named) => {
      const enough = [...named, way('a b', 60, 100)]
      const [there, back] = [fits.markov(enough), fits.markov(enough.toReversed())]
      if (!there.ok || !back.ok) {
        expect(there).toEqual(back)
        return
      }
      const scores = ({ channels }: Fit) =>
        Object.entries(channels)
          .map(([name, { score }]) => [name, score])
          .sort()
      expect(scores(there.fit)).toEqual(scores(back.fit))
    }),
  )
})

test('scores are finite and never below a half', () => {
  fc.assert(
    fc.property(someNamedPaths, (named) => {
      for (const fit of Object.values(fits)) {
        const result = fit([...named, way('a b', 60, 100)])
        if (!result.ok) continue
        for (const { score, belief, standardError } of Object.values(result.fit.channels)) {
          expect(score).toBeGreaterThanOrEqual(0.5)
          expect(Number.isFinite(score) && Number.isFinite(standardError)).toBe(true)
          expect(belief >= 0 && belief <= 0.5).toBe(true)
        }
      }
    }),
    { numRuns: 40 },
  )
})
