import type { Day } from '@throughline/canonical'

/** Where an instant lies in a zone. */
export interface LocalTime {
  day: Day
  /** 0–23 on the wall clock; the hour that a clock change repeats is the same hour twice. */
  hour: number
}

/** Epoch milliseconds [from, to) in which a zone is ahead of UTC by so much. */
export interface Stretch {
  from: number
  to: number
  offsetMs: number
}

const clocks = new Map<string, (epochMs: number) => LocalTime>()

/**
 * The wall clock of a zone as a fast function of epoch milliseconds: stretches between two clock changes are asked of Temporal
 * once and remembered, since this runs for every row.
 */
export function zoneClock(timeZone: string): (epochMs: number) => LocalTime {
  const known = clocks.get(timeZone)
  if (known) return known
  const stretches: Stretch[] = []
  let last: Stretch | undefined
  const stretchAt = (epochMs: number): Stretch => {
    if (last && epochMs >= last.from && epochMs < last.to) return last
    const found = stretches.find(({ from, to }) => epochMs >= from && epochMs < to)
    last = found ?? stretchOf(timeZone, epochMs)
    if (!found) stretches.push(last)
    return last
  }
  const clock = (epochMs: number): LocalTime => {
    const local = new Date(epochMs + stretchAt(epochMs).offsetMs)
    return { day: local.toISOString().slice(0, 10), hour: local.getUTCHours() }
  }
  clocks.set(timeZone, clock)
  return clock
}

function stretchOf(timeZone: string, epochMs: number): Stretch {
  const at = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone)
  // "previous" is strictly before: one nanosecond later includes a change at this very instant.
  const from = at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')
  const to = at.getTimeZoneTransition('next')
  return {
    from: from?.epochMilliseconds ?? -Infinity,
    to: to?.epochMilliseconds ?? Infinity,
    offsetMs: at.offsetNanoseconds / 1e6,
  }
}

/** The stretches of one offset that [from, to) falls into, in epoch milliseconds, cut to it. */
export function zoneStretches(timeZone: string, from: number, to: number): Stretch[] {
  const stretches: Stretch[] = []
  for (let at = from; at < to; at = stretches.at(-1)?.to ?? to) {
    const { to: end, offsetMs } = stretchOf(timeZone, at)
    stretches.push({ from: at, to: Math.min(end, to), offsetMs })
  }
  return stretches
}

/** The instants at which a day begins and the next one does, in epoch milliseconds. */
export function dayBounds(day: Day, timeZone: string): { start: number; end: number } {
  const date = Temporal.PlainDate.from(day)
  const startOf = (each: Temporal.PlainDate) => each.toZonedDateTime({ timeZone }).epochMilliseconds
  return { start: startOf(date), end: startOf(date.add({ days: 1 })) }
}
