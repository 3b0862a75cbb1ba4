/** Hours in which nobody is told of what can wait, by the client's own clock: `22:00` to `07:00`. */
export interface QuietHours {
  from: string
  to: string
}

/** The moment itself, or the end of the quiet hours that it lies in. What a clock change skips ends with the gap. */
export function afterQuiet(now: Date, quiet: QuietHours | null, timeZone: string): Date {
  if (!quiet || quiet.from === quiet.to) return now
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
  const clock = here.toPlainTime().toString({ smallestUnit: 'minute' })
  const overMidnight = quiet.from > quiet.to
  const isQuiet = overMidnight ? clock >= quiet.from || clock < quiet.to : clock >= quiet.from && clock < quiet.to
  if (!isQuiet) return now
  const day = overMidnight && clock >= quiet.from ? here.toPlainDate().add({ days: 1 }) : here.toPlainDate()
  const end = day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(quiet.to) })
  return new Date(Math.max(end.epochMilliseconds, now.getTime()))
}
