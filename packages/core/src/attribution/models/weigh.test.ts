import fc from 'fast-check'
import { expect, test } from 'vitest'
import { journeyOf, type Milestones } from './journey.ts'
import { modelNames, type Model } from './model.ts'
import { fitWith, someChannels, someJourney, someModels } from './testing/some-journeys.ts'
import { weigh, weigherOf } from './weigh.ts'

const day = 86_400
const weights = (model: Model, path: string, milestones: Milestones = {}, daysBefore?: number[]): number[] => {
  const channel = path.split(' ').map((name) => someChannels.indexOf(name))
  const secondsBefore = (daysBefore ?? channel.map((_, i) => channel.length - i)).map((days) => days * day)
  return [...weigh(model, journeyOf({ secondsBefore, channel }, milestones), someChannels)].map((w) => +w.toFixed(9))
}

test('every model gives each touch a share of 0 or more, and all of them 1', () => {
  expect(new Set(someModels.map(({ name }) => name))).toEqual(new Set(modelNames))
  for (const model of someModels)
    fc.assert(
      fc.property(someJourney, (journey) => {
        const out = weigh(model, journey, someChannels)
        expect(out.every((weight) => weight >= 0)).toBe(true)
        expect(Math.abs(out.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-12)
      }),
    )
})

test('a weigher that weighed another journey before weighs this one the same', () => {
  for (const model of someModels) {
    const used = weigherOf(model, someChannels)
    const out = new Float64Array(64).fill(7)
    fc.assert(
      fc.property(someJourney, (journey) => {
        used(journey, out)
        expect(out.slice(0, journey.n)).toEqual(weigh(model, journey, someChannels))
      }),
    )
  }
})

test('a journey without touches gets no weights: it is the caller’s unattributed', () => {
  for (const model of someModels) {
    const out = new Float64Array([5, 5])
    weigherOf(model, someChannels)(journeyOf({ secondsBefore: [], channel: [] }), out)
    expect([...out]).toEqual([5, 5])
  }
})

test('first and last touch are what they say', () => {
  expect(weights({ name: 'first_touch' }, 'sms ads email')).toEqual([1, 0, 0])
  expect(weights({ name: 'last_touch' }, 'sms ads email')).toEqual([0, 0, 1])
})

test('last non-direct skips direct visits unless there is nothing else', () => {
  expect(weights({ name: 'last_non_direct' }, 'sms ads direct direct')).toEqual([0, 1, 0, 0])
  expect(weights({ name: 'last_non_direct' }, 'direct direct')).toEqual([0, 1])
})

test('time decay halves with every half-life, smoothly, and stands decades', () => {
  expect(weights({ name: 'time_decay' }, 'sms ads', {}, [7, 0])).toEqual([0.333333333, 0.666666667])
  expect(weights({ name: 'time_decay' }, 'sms ads', {}, [3.5, 0])).toEqual([0.414213562, 0.585786438])
  expect(weights({ name: 'time_decay', halfLifeDays: 1 }, 'sms ads', {}, [30_002, 30_000])).toEqual([0.2, 0.8])
})

test('a half-life that is none is refused', () => {
  for (const halfLifeDays of [0, -7, NaN, Infinity])
    expect(() => weigherOf({ name: 'time_decay', halfLifeDays }, [])).toThrow('it must be above 0')
})

test('position-based is 40 / 20 / 40', () => {
  expect(weights({ name: 'position_based' }, 'sms')).toEqual([1])
  expect(weights({ name: 'position_based' }, 'sms ads')).toEqual([0.5, 0.5])
  expect(weights({ name: 'position_based' }, 'sms ads email call')).toEqual([0.4, 0.1, 0.1, 0.4])
})

test('J and inverse J are 20 / 20 / 60 and 60 / 20 / 20; two touches have 25 and 75', () => {
  expect(weights({ name: 'j_shaped' }, 'sms ads email call')).toEqual([0.2, 0.1, 0.1, 0.6])
  expect(weights({ name: 'inverse_j' }, 'sms ads email call')).toEqual([0.6, 0.1, 0.1, 0.2])
  expect(weights({ name: 'j_shaped' }, 'sms ads')).toEqual([0.25, 0.75])
  expect(weights({ name: 'inverse_j' }, 'sms ads')).toEqual([0.75, 0.25])
})

test('W gives 30 to each milestone and 10 to the rest, and what is missing to what is there', () => {
  const w: Model = { name: 'w_shaped' }
  expect(weights(w, 'sms ads email call sms', { lead: 1, opportunity: 3 })).toEqual([0.3, 0.3, 0.05, 0.3, 0.05])
  expect(weights(w, 'sms ads email', { lead: 1, opportunity: 2 })).toEqual([0.333333333, 0.333333333, 0.333333333])
  expect(weights(w, 'sms ads email', { lead: 1 })).toEqual([0.428571429, 0.428571429, 0.142857143])
})

test('a touch that holds two milestones has both shares', () => {
  expect(weights({ name: 'w_shaped' }, 'sms ads email', { lead: 0, opportunity: 2 })).toEqual([0.6, 0.1, 0.3])
  expect(weights({ name: 'full_path' }, 'sms ads', { lead: 0, opportunity: 0, close: 0 })).toEqual([0.9, 0.1])
})

test('full path gives 22.5 to each of four and 10 to the rest', () => {
  const milestones = { lead: 1, opportunity: 2, close: 3 }
  expect(weights({ name: 'full_path' }, 'sms ads email call sms', milestones)).toEqual([
    0.225, 0.225, 0.225, 0.225, 0.1,
  ])
})

test('a milestone outside the journey is a missing one', () => {
  expect(weights({ name: 'w_shaped' }, 'sms ads', { lead: 9 })).toEqual(weights({ name: 'w_shaped' }, 'sms ads'))
})

test('shapley gives each channel of a path the same, spread over its touches', () => {
  expect(weights({ name: 'shapley' }, 'sms ads sms')).toEqual([0.25, 0.5, 0.25])
})

test('a fitted model shares a journey by its channels’ scores; one it never saw has what being present is worth', () => {
  const markov: Model = { name: 'markov', fit: fitWith('markov', { sms: 0.5, ads: 1.5 }) }
  expect(weights(markov, 'sms ads sms')).toEqual([0.125, 0.75, 0.125])
  expect(weights(markov, 'ads call')).toEqual([0.6, 0.4])
})

test('where no channel of a journey has a score, every touch has the same', () => {
  const markov: Model = { name: 'markov', fit: fitWith('markov', { sms: 0, ads: 0 }) }
  expect(weights(markov, 'sms ads sms')).toEqual([0.333333333, 0.333333333, 0.333333333])
})

test('a model that there is not is refused with those that there are', () => {
  const unknown = { name: 'constructor' } as unknown as Model
  expect(() => weigherOf(unknown, [])).toThrow(
    'There is no model "constructor"; there are first_touch, last_touch, last_non_direct, linear',
  )
})
