import fc from 'fast-check'
import type { Fit } from '../fit.ts'
import { journeyOf, type Journey } from '../journey.ts'
import type { Model } from '../model.ts'

export const someChannels = ['sms', 'email', 'ads', 'direct', 'call', 'search']

/** Journeys of up to 40 touches over some channels, with whatever milestones. */
export const someJourney: fc.Arbitrary<Journey> = fc
  .array(fc.record({ age: fc.integer({ min: 0, max: 1e9 }), channel: fc.nat({ max: someChannels.length - 1 }) }), {
    minLength: 1,
    maxLength: 40,
  })
  .chain((touches) => {
    const oldestFirst = touches.toSorted((a, b) => b.age - a.age)
    const mark = fc.option(fc.nat({ max: touches.length - 1 }), { nil: -1 })
    return fc.record({ lead: mark, opportunity: mark, close: mark }).map((milestones) =>
      journeyOf(
        {
          secondsBefore: Float64Array.from(oldestFirst, ({ age }) => age),
          channel: Uint8Array.from(oldestFirst, ({ channel }) => channel),
        },
        milestones,
      ),
    )
  })

/** A fit that says this of the channels. */
export const fitWith = (model: Fit['model'], scores: Record<string, number>): Fit => ({
  model,
  order: model === 'markov' ? 1 : null,
  journeys: 1_000,
  conversions: 100,
  channels: Object.fromEntries(
    Object.entries(scores).map(([name, score]) => [
      name,
      {
        journeys: 100,
        conversions: 10,
        effect: score / 2,
        lift: score / 10,
        standardError: 0.01,
        belief: 0.5,
        score,
        chanceAfter: null,
      },
    ]),
  ),
  unseen: 1,
  transitions: null,
  sure: true,
  why: null,
})

/** One model of every name. */
export const someModels: readonly Model[] = [
  { name: 'first_touch' },
  { name: 'last_touch' },
  { name: 'last_non_direct' },
  { name: 'linear' },
  { name: 'time_decay' },
  { name: 'time_decay', halfLifeDays: 0.5 },
  { name: 'position_based' },
  { name: 'w_shaped' },
  { name: 'full_path' },
  { name: 'j_shaped' },
  { name: 'inverse_j' },
  { name: 'markov', fit: fitWith('markov', { sms: 1.5, email: 0.5, ads: 0, direct: 0, call: 1 }) },
  { name: 'shapley' },
  { name: 'custom', rules: 'when channel is sms and days_before < 30 then 2\nwhen is_last then 1 / count\nelse 0.5' },
  { name: 'shapley_rate', fit: fitWith('shapley_rate', { sms: 0, email: 0, ads: 0, direct: 0, call: 0 }) },
]
