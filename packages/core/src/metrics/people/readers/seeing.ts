import { number } from '../../figure.ts'
import type { MetricReader } from '../../registry/metric.ts'
import { secondOf } from '../../today.ts'
import { addDays } from '../../compared-range.ts'
import { countEach } from '../count-each.ts'
import { momentsOf } from '../moments.ts'
import { isClicked, isSeen } from '../seen.ts'
import { timeToFirst } from '../time-to-first.ts'
import { byPlace } from './by-place.ts'
import { readSeen } from './seen.store.ts'
import { noWorth, shareWorth } from './worths.ts'

/** How often those who saw something saw it, over all channels together; with how many saw it once, twice, three times, more. */
export const frequencyReader: MetricReader = async (inside, asked) => {
  const read = await readSeen(inside, asked, { counts: isSeen, touches: true, gifts: false })
  return byPlace(asked, read, ({ all }) => {
    const { people, events, times } = countEach(all, read.frame.roots.length)
    if (people === 0) return noWorth('no_units', { units: 0 })
    return {
      ...noWorth('no_units'),
      value: number(events / people),
      numerator: { unit: 'count', value: events },
      denominator: { unit: 'count', value: people },
      units: people,
      parts: { once: times[0], twice: times[1], three_times: times[2], more: times[3] },
    }
  })
}

/** Median hours from first seeing something to the first gift after it, of those who gave; with quartiles, and what all come to. */
export const timeToFirstReader: MetricReader = async (inside, asked) => {
  const read = await readSeen(inside, asked, { counts: isSeen, touches: true, gifts: true })
  return byPlace(asked, read, ({ all }) => {
    const found = timeToFirst(momentsOf(all, read.frame.roots.length), read.gifts, read.frame.until)
    const { people, converted, quartiles, medianOfAll } = found
    const parts = { people, converted, ...(medianOfAll === null ? {} : { median_of_all: medianOfAll }) }
    if (quartiles === null) return noWorth('no_units', { units: converted, parts })
    return {
      ...noWorth('no_units'),
      value: number(quartiles.median),
      units: converted,
      parts: { ...parts, lower_quartile: quartiles.low, upper_quartile: quartiles.high },
    }
  })
}

/** Of the people who clicked on the days, those who gave on them at or after their first click. */
export const conversionRateReader: MetricReader = async (inside, asked) => {
  const read = await readSeen(inside, asked, { counts: isClicked, touches: false, gifts: true })
  const end = secondOf(addDays(asked.range.to, 1), 0, asked.timeZone) - 1
  return byPlace(asked, read, ({ all }) => {
    const { people, converted } = timeToFirst(momentsOf(all, read.frame.roots.length), read.gifts, end)
    return shareWorth(converted, people)
  })
}
