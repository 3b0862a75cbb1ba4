import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kaplanMeier, timeUntil } from './kaplan-meier.ts'

/** Weeks of remission under 6-MP; a plus is who was lost sight of. Freireich et al., Blood 21 (1963). */
const freireich = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'.split(' ')
const weeks = freireich.map((each) => parseInt(each))
const ended = freireich.map((each) => (each.endsWith('+') ? 0 : 1))

test('remission of children with leukemia is as published', () => {
  // Kleinbaum and Klein, Survival Analysis, 3rd ed. (2012), section 2.II; errors as in Collett and in R's survfit.
  const steps = kaplanMeier(weeks, ended)
  expect(steps.map(({ time, atRisk, events }) => [time, atRisk, events])).toEqual([
    [6, 21, 3],
    [7, 17, 1],
    [10, 15, 1],
    [13, 12, 1],
    [16, 11, 1],
    [22, 7, 1],
    [23, 6, 1],
  ])
  const published = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
  const errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
  for (const [i, step] of steps.entries()) {
    expect(step.survival).toBeCloseTo(published[i] ?? 0, 4)
    expect(step.error).toBeCloseTo(errors[i] ?? 0, 4)
  }
  expect(timeUntil(steps, 0.5)).toBe(23)
  expect(timeUntil(steps, 0.75)).toBeUndefined()
})

const lives = fc.array(fc.record({ time: fc.nat(30), ended: fc.nat(1) }), { maxLength: 60 })
const curve = (of: readonly { time: number; ended: number }[]) =>
  kaplanMeier(
    of.map(({ time }) => time),
    of.map((each) => each.ended),
  )

test('with nobody lost it is the share that is left; the order of people is nothing to it', () => {
  fc.assert(
    fc.property(lives, (all) => {
      const whole = all.map(({ time }) => ({ time, ended: 1 }))
      for (const { time, survival } of curve(whole))
        expect(survival).toBeCloseTo(all.filter((each) => each.time > time).length / all.length, 10)
      expect(curve([...all].reverse())).toEqual(curve(all))
    }),
  )
})

test('it only falls, within its interval, and somebody lost later never makes it lower', () => {
  fc.assert(
    fc.property(lives, (all) => {
      const steps = curve(all)
      for (const [i, { survival, low, high }] of steps.entries()) {
        expect(survival).toBeLessThan(steps[i - 1]?.survival ?? 1.000001)
        expect(low).toBeLessThanOrEqual(survival + 1e-12)
        expect(high).toBeGreaterThanOrEqual(survival - 1e-12)
      }
      const later = curve(all.map((each) => (each.ended ? each : { ...each, time: 31 })))
      for (const [i, { survival }] of steps.entries())
        expect(later[i]?.survival).toBeGreaterThanOrEqual(survival - 1e-12)
    }),
  )
})
