import { Invalid } from '@throughline/canonical'

/** How long before a conversion a touch still counts, in days; null is unlimited. */
export const windowDays = [1, 3, 7, 14, 28, 30, 60, 90] as const
export type WindowDays = (typeof windowDays)[number] | null

/** Clicks, and whatever else somebody did, are looked at apart from what was only shown or sent. */
export interface Window {
  clickDays: WindowDays
  viewDays: WindowDays
}

export const unlimited: Window = { clickDays: null, viewDays: null }

const secondsPerDay = 86_400

/**
 * Reads a window's days: a number, or `unlimited`.
 * @throws Invalid naming the windows that there are: −3 days is none of them
 */
export function parseWindowDays(days: string | number | null): WindowDays {
  if (days === null || days === 'unlimited') return null
  const found = windowDays.find((each) => each === Number(days) && String(days).trim() !== '')
  if (found === undefined)
    throw new Invalid(`A window of "${days}" days is none; there are ${windowDays.join(', ')} and unlimited.`)
  return found
}

/** Whether a touch so long before its conversion counts; one after it never does, one exactly at the window's end does. */
export const inWindow = (window: Window, secondsBefore: number, isView: boolean): boolean =>
  secondsBefore >= 0 && secondsBefore <= windowSeconds(isView ? window.viewDays : window.clickDays)

export const windowSeconds = (days: WindowDays): number => (days === null ? Infinity : days * secondsPerDay)
