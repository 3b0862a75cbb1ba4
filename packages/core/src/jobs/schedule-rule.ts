import { Invalid } from '@throughline/canonical'

/** `every 15 minutes` or `daily at 03:30`, as a tenant's clock shows it. */
export type ScheduleRule = { every: number } | { at: string }

/** @throws Invalid for anything else */
export function parseRule(text: string): ScheduleRule {
  const every = /^every (\d{1,4}) minutes?$/.exec(text)
  const minutes = Number(every?.[1])
  if (every && minutes >= 1 && minutes <= 1440) return { every: minutes }
  const daily = /^daily at ((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text)
  if (daily?.[1]) return { at: daily[1] }
  throw new Invalid('A schedule reads "every 15 minutes" or "daily at 03:30".', 'rule')
}

/**
 * The first moment strictly after `after` at which the rule is due in the zone.
 * - Minutes count from midnight UTC, so `every` never moves with a clock change.
 * - A daily time that a clock change skips is due at the end of the gap; one that happens twice is due the first time only.
 *   Either way each calendar day has exactly one moment.
 */
export function nextDue(rule: ScheduleRule, after: Date, timeZone: string): Date {
  if ('every' in rule) {
    const step = rule.every * 60_000
    return new Date((Math.floor(after.getTime() / step) + 1) * step)
  }
  const since = Temporal.Instant.fromEpochMilliseconds(after.getTime())
  const time = Temporal.PlainTime.from(rule.at)
  let day = since.toZonedDateTimeISO(timeZone).toPlainDate()
  for (;;) {
    const due = momentOn(day, time, timeZone)
    if (Temporal.Instant.compare(due, since) > 0) return new Date(due.epochMilliseconds)
    day = day.add({ days: 1 })
  }
}

/** The one moment of a calendar day at which its clock shows this time or, where it never does, leaps past it. */
function momentOn(day: Temporal.PlainDate, time: Temporal.PlainTime, timeZone: string): Temporal.Instant {
  const wall = day.toPlainDateTime(time)
  const before = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  const skipped = !before.toPlainDateTime().equals(wall)
  const gapEnd = skipped ? before.getTimeZoneTransition('next') : null
  return (gapEnd ?? before).toInstant()
}
