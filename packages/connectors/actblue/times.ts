/** ActBlue's own calendar: its CSV times and zone-less times are wall-clock times here. */
export const zone = 'America/New_York'

export interface Moment {
  /** UTC, `2026-10-01T03:40:12.000Z`. */
  instant: string
  /** The wall-clock time happened twice that night; the earlier (daylight) one was taken. */
  ambiguous: boolean
}

const withOffset = /(?:Z|[+-]\d{2}:?\d{2})$/i

/**
 * Reads a time as ActBlue writes it: ISO 8601 with offset or `Z`, or zone-less (`2026-09-14 21:15:09`, `2026-09-14`), which
 * is US Eastern. The hour that clocks skip in spring is mapped forward; of the hour that comes twice in autumn the earlier
 * one is taken and marked.
 * @throws RangeError where it is no time.
 */
export function readMoment(text: string): Moment {
  const iso = text
    .trim()
    .replace(/\s*(?:UTC|GMT)$/i, 'Z')
    .replace(/^(\d{4}-\d{2}-\d{2})\s+/, '$1T')
    .replace(/\s+(?=[+-]\d{2}:?\d{2}$)/, '')
  if (iso.includes('T') && withOffset.test(iso)) return { instant: print(Temporal.Instant.from(iso)), ambiguous: false }
  const wall = Temporal.PlainDateTime.from(iso)
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  const twice = earlier.epochMilliseconds !== later.epochMilliseconds
  const skipped = twice && !earlier.toPlainDateTime().equals(wall)
  return { instant: print((skipped ? later : earlier).toInstant()), ambiguous: twice && !skipped }
}

/** The calendar day in US Eastern on which an instant falls. */
export function easternDay(instant: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString()
}

/** A day moved by so many days. */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

/** How many days lie in [from, to). */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'day' }).days
}

/** The calendar day at the head of a date or time, as written. */
export function dayOf(text: string): string | undefined {
  const [day] = /^\d{4}-\d{2}-\d{2}/.exec(text.trim()) ?? []
  return day
}

const print = (instant: Temporal.Instant): string => instant.toString({ smallestUnit: 'millisecond' })
