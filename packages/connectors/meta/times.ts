const dayMs = 86_400_000

/** Moves a day by so many days. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)
}

/** How many days lie in [from, to). */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs
}

/** The calendar day of an instant in a zone. */
export function dayIn(zone: string, instant: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString()
}

const startsOfDays = new Map<string, string>()
const startsKept = 5_000

/** When a day begins in a zone, as an instant. Every row of figures asks, and there are few days. */
export function startOfDay(day: string, zone: string): string {
  const known = startsOfDays.get(day + zone)
  if (known !== undefined) return known
  if (startsOfDays.size >= startsKept) startsOfDays.clear()
  const start = print(Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant())
  startsOfDays.set(day + zone, start)
  return start
}

/**
 * Reads a time as Meta writes it on objects: `2026-09-12T15:02:47-0700`, an offset without a colon.
 * @throws RangeError where it is no time
 */
export function readTime(text: string): string {
  return print(Temporal.Instant.from(text.trim().replace(/([+-]\d{2})(\d{2})$/, '$1:$2')))
}

/** Meta keeps daily figures for 37 months, and refuses a day older than that; 1,123 days have been seen as the limit. */
export function oldestDay(today: string): string {
  const months = Temporal.PlainDate.from(today).subtract({ months: 37 }).add({ days: 1 }).toString()
  const days = addDays(today, -1_122)
  return months > days ? months : days
}

const print = (instant: Temporal.Instant): string => instant.toString({ smallestUnit: 'millisecond' })
