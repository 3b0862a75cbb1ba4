import { expect, test } from 'vitest'
import type { Fit } from '../models/index.ts'
import { hasMoved } from './has-moved.ts'

const fit = (scores: Record<string, number>, sure = true): Fit => ({
  model: 'markov',
  order: 1,
  journeys: 100,
  conversions: 60,
  channels: Object.fromEntries(
    Object.entries(scores).map(([channel, score]) => [
      channel,
      {
        journeys: 10,
        conversions: 5,
        effect: 0.5,
        lift: 0.1,
        standardError: 0.1,
        belief: 0.3,
        score,
        chanceAfter: 0.2,
      },
    ]),
  ),
  unseen: 1,
  transitions: null,
  sure,
  why: null,
})

test('the first fit is new, a share that moved by more than two points is, and so is a doubt; noise is not', () => {
  expect(hasMoved(undefined, fit({ sms: 1 }))).toBe(true)
  expect(hasMoved(fit({ sms: 1, ads: 1 }), fit({ sms: 1.1, ads: 1 }))).toBe(true)
  expect(hasMoved(fit({ sms: 1, ads: 1 }), fit({ sms: 1.03, ads: 1 }))).toBe(false)
  expect(hasMoved(fit({ sms: 1 }), fit({ sms: 1, ads: 1 }))).toBe(true)
  expect(hasMoved(fit({ sms: 1 }), fit({ sms: 1 }, false))).toBe(true)
})
