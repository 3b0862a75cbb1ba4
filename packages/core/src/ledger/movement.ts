import type { Day, MovementKind } from '@throughline/canonical'
import { zoneClock } from './zone-clock.ts'

/** A signed amount by which a sum changes. */
export interface Movement {
  day: Day
  /** 0–23, or −1 where the source gives a day and no time. */
  hour: number
  kind: MovementKind
  currency: string
  /** Part of a recurring plan. */
  recurring: boolean
  minor: number
  n: number
}

/** The hour of what has a day and no time. */
export const noHour = -1

/** The day and hour in which a record counts: the tenant's, or the source's own calendar day where it gives no time. */
export function placeOf(
  value: { happenedAt: string; sourceDay?: { day: Day } | undefined },
  timeZone: string,
): { day: Day; hour: number } {
  if (value.sourceDay) return { day: value.sourceDay.day, hour: noHour }
  return zoneClock(timeZone)(Date.parse(value.happenedAt))
}
