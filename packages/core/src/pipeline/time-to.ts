import { kaplanMeier, timeUntil } from '@throughline/stats'

/** How long something takes, where for some it has not happened yet. */
export interface TimeTo {
  /** All that were looked at, and those of them for whom it has not happened: censored when they were last seen. */
  n: number
  censored: number
  /** Days by which it has happened for a quarter, half, three quarters of all; null where that has not been seen yet. */
  lower: number | null
  median: number | null
  upper: number | null
}

/** One wait: days, and whether it came to its end. */
export interface Wait {
  days: number
  ended: boolean
}

/** Quartiles by Kaplan and Meier: what is still open counts as lasting at least so long, and is never left out. */
export function timeTo(waits: readonly Wait[]): TimeTo {
  const steps = kaplanMeier(
    waits.map(({ days }) => Math.max(0, days)),
    waits.map(({ ended }) => (ended ? 1 : 0)),
  )
  return {
    n: waits.length,
    censored: waits.filter(({ ended }) => !ended).length,
    lower: timeUntil(steps, 0.25) ?? null,
    median: timeUntil(steps, 0.5) ?? null,
    upper: timeUntil(steps, 0.75) ?? null,
  }
}
