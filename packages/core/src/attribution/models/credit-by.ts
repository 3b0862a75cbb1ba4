import { journeyOf, type Weigh } from './journey.ts'
import type { Paths } from './paths.ts'

/** What each channel is credited with, over all paths. */
export interface PathCredit {
  conversions: Float64Array
  value: Float64Array
}

/** Weighs every path and sums the credit of each channel. Paths know no times: only for models that ask for none. */
export function creditBy(weigh: Weigh, { channels, offsets, touches, conversions, value }: Paths): PathCredit {
  const credit = { conversions: new Float64Array(channels.length), value: new Float64Array(channels.length) }
  const journey = journeyOf({ secondsBefore: new Float64Array(touches.length), channel: touches })
  let longest = 0
  for (let p = 0; p + 1 < offsets.length; p += 1)
    longest = Math.max(longest, (offsets[p + 1] as number) - (offsets[p] as number))
  const out = new Float64Array(longest)
  for (let p = 0; p + 1 < offsets.length; p += 1) {
    if (conversions[p] === 0 && value[p] === 0) continue
    journey.from = offsets[p] as number
    journey.n = (offsets[p + 1] as number) - journey.from
    weigh(journey, out)
    for (let i = 0; i < journey.n; i += 1) {
      const channel = touches[journey.from + i] as number
      const weight = out[i] as number
      credit.conversions[channel] = (credit.conversions[channel] as number) + weight * (conversions[p] as number)
      credit.value[channel] = (credit.value[channel] as number) + weight * (value[p] as number)
    }
  }
  return credit
}
