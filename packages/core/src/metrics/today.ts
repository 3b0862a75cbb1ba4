import type { Day } from '@throughline/canonical'

/** Where a moment lies in a zone's day. */
export interface Today {
  day: Day
  /** How much of the day is gone, 0–1; days of a clock change are 23 or 25 hours long. */
  fraction: number
  /** Hours on the wall clock, to the nearest full hour, 0–24. */
  hours: number
}

export function todayIn(timeZone: string, now: Date): Today {
  const at = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
  const start = at.startOfDay()
  const gone = at.epochMilliseconds - start.epochMilliseconds
  return {
    day: at.toPlainDate().toString(),
    fraction: gone / (start.add({ days: 1 }).epochMilliseconds - start.epochMilliseconds),
    hours: Math.round(at.hour + at.minute / 60),
  }
}

/** The second (since 1970) in which an hour of a day begins on a zone's clock; where the clock skips it, in which it goes on. */
export function secondOf(day: Day, hour: number, timeZone: string): number {
  const date = Temporal.PlainDate.from(day)
  return date.toZonedDateTime({ timeZone, plainTime: { hour } }).epochMilliseconds / 1000
}
