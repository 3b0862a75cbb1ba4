import { z95 } from './interval.ts'

/** One time at which something happened, and how many are still without it. */
export interface SurvivalStep {
  time: number
  atRisk: number
  events: number
  /** The share for whom it has not happened by then. */
  survival: number
  /** By Greenwood (1926). */
  error: number
  /** 95 %, on the scale of log(−log S), so that it stays between 0 and 1: Kalbfleisch and Prentice (1980). */
  low: number
  high: number
}

/**
 * How long it takes until something happens, where for some it has not happened yet: Kaplan and Meier, "Nonparametric estimation
 * from incomplete observations", JASA 53 (1958). Who is lost at the very time of an event still counts as at risk there.
 * @param times of each, in any order: until it happened, or until it was last looked
 * @param happened 1 where it happened, 0 where it had not yet
 */
export function kaplanMeier(times: ArrayLike<number>, happened: ArrayLike<number>, z = z95): SurvivalStep[] {
  const order = Uint32Array.from({ length: times.length }, (_, i) => i).sort((a, b) => times[a]! - times[b]!)
  const steps: SurvivalStep[] = []
  let [survival, greenwood] = [1, 0]
  for (let at = 0; at < order.length;) {
    const time = times[order[at]!]!
    const atRisk = order.length - at
    let events = 0
    for (; at < order.length && times[order[at]!] === time; at++) if (happened[order[at]!]) events++
    if (events === 0) continue
    survival *= 1 - events / atRisk
    greenwood += events / (atRisk * (atRisk - events))
    steps.push({
      time,
      atRisk,
      events,
      survival,
      error: errorOf(survival, greenwood),
      ...between(survival, greenwood, z),
    })
  }
  return steps
}

const errorOf = (survival: number, greenwood: number): number => (survival > 0 ? survival * Math.sqrt(greenwood) : 0)

function between(survival: number, greenwood: number, z: number): { low: number; high: number } {
  if (survival <= 0) return { low: 0, high: 0 }
  const half = (z * Math.sqrt(greenwood)) / Math.log(survival)
  return { low: survival ** Math.exp(-half), high: survival ** Math.exp(half) }
}

/** The first time by which it has happened for this share of all; undefined where that has not been seen. */
export function timeUntil(steps: readonly SurvivalStep[], share: number): number | undefined {
  return steps.find(({ survival }) => survival <= 1 - share + 1e-12)?.time
}
