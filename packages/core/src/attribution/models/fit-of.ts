import type { ChannelFit, Fit } from './fit.ts'
import type { DataDriven } from './model.ts'
import type { Paths } from './paths.ts'
import { shrink } from './shrink.ts'
import type { Touched } from './touched.ts'
import { doubts } from './doubts.ts'

interface Measured {
  model: DataDriven
  order: number | null
  effects: Float64Array
  lifts: Float64Array
  standardErrors: Float64Array
  /** What lifts are measured against. */
  scale: number
  chanceAfter: Float64Array | null
  transitions: Fit['transitions']
}

/** Puts together what was measured and how far it is believed. */
export function fitOf(paths: Paths, { journeys, conversions, all }: Touched, measured: Measured): Fit {
  const { belief, score, differ } = shrink(measured.lifts, measured.standardErrors, measured.scale)
  const channels = paths.channels.map((name, c): [string, ChannelFit] => {
    const chance = measured.chanceAfter?.[c]
    return [
      name,
      {
        journeys: journeys[c] as number,
        conversions: conversions[c] as number,
        effect: measured.effects[c] as number,
        lift: finite(measured.lifts[c] as number),
        standardError: finite(measured.standardErrors[c] as number),
        belief: belief[c] as number,
        score: score[c] as number,
        chanceAfter: chance === undefined || Number.isNaN(chance) ? null : chance,
      },
    ]
  })
  const why = doubts(paths, score, differ)
  return Object.freeze({
    model: measured.model,
    order: measured.order,
    journeys: all.journeys,
    conversions: all.conversions,
    channels: Object.freeze(Object.fromEntries(channels)),
    unseen: 1,
    transitions: measured.transitions,
    sure: why === null,
    why,
  })
}

/** Nothing to compare with is stored as 0: numbers without an end are not JSON. */
const finite = (number: number): number => (Number.isFinite(number) ? number : 0)
