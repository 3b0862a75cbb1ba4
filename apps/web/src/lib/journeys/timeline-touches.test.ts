import { expect, test } from 'vitest'
import type { Journey, Touch } from './answers.ts'
import { timelineTouches } from './timeline-touches.ts'

const touch = (key: string, more: Partial<Touch>): Touch => ({
  ...{ at: '2026-10-14T21:08:00.000Z', type: 'click', channel: 'ads', label: null, tier: 'deterministic' },
  ...{ evidence: [], counts: true, probability: null, of: { kind: 'touchpoint', source: 'meta', key } },
  ...more,
})
const journey = {
  timeZone: 'America/Chicago',
  currency: 'USD',
  touches: [
    touch('1', { counts: false }),
    touch('2', { label: 'Debate night', probability: 0.14 }),
    touch('3', { type: 'text_clicked', channel: 'sms', tier: 'probable' }),
  ],
  credit: [{ model: 'linear', chosen: true, touches: [0, 1201, 3601], sum: 4802 }],
} as unknown as Journey
const shown = { model: 'linear', locale: 'en-US', search: '?model=linear' }

test('strokes are as thick as the share of what the model gives', () => {
  expect(timelineTouches(journey, shown).map(({ share }) => Math.round(share * 100))).toEqual([0, 25, 75])
  expect(timelineTouches(journey, { ...shown, model: 'markov' }).map(({ share }) => share)).toEqual([0, 0, 0])
})

test('everything that is known of a touch is in its sentence, and its link opens its record', () => {
  const [outside, ad, text] = timelineTouches(journey, shown)
  expect(outside?.title).toContain('outside the window')
  expect(ad?.title).toBe(
    'Click, Debate night, Ads, Oct 14, 4:08 PM, $12.01 of credit, Certain, of people who had come so far, 14.0% gave',
  )
  expect(ad?.sub).toBe('4:08 PM · 25%')
  expect(text?.label).toBe('Text click')
  expect(text?.href).toBe('?model=linear&touch=touchpoint%7Emeta%7E3')
})
