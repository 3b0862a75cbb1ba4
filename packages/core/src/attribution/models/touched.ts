import type { Paths } from './paths.ts'

/** How many journeys touch each channel, and how many of those converted; `all` counts every journey that has a touch. */
export interface Touched {
  journeys: Float64Array
  conversions: Float64Array
  all: { journeys: number; conversions: number }
}

export function touchedBy({ channels, offsets, touches, conversions, nulls }: Paths): Touched {
  const touched: Touched = {
    journeys: new Float64Array(channels.length),
    conversions: new Float64Array(channels.length),
    all: { journeys: 0, conversions: 0 },
  }
  // The path in which a channel was seen last: each counts once a path.
  const seenIn = new Int32Array(channels.length).fill(-1)
  for (let p = 0; p + 1 < offsets.length; p += 1) {
    const [from, end] = [offsets[p] as number, offsets[p + 1] as number]
    if (from === end) continue
    const converted = conversions[p] as number
    const gone = converted + (nulls[p] as number)
    touched.all.journeys += gone
    touched.all.conversions += converted
    for (let i = from; i < end; i += 1) {
      const channel = touches[i] as number
      if (seenIn[channel] === p) continue
      seenIn[channel] = p
      touched.journeys[channel] = (touched.journeys[channel] as number) + gone
      touched.conversions[channel] = (touched.conversions[channel] as number) + converted
    }
  }
  return touched
}
