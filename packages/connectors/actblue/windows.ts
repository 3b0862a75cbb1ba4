import { addDays } from './times.ts'

export interface Window {
  /** Inclusive. */
  start: string
  /** Exclusive, so it is the next window's start. */
  end: string
}

/** ActBlue takes at most six months a request; five leave room for its own way of counting them. */
const longestMonths = 5

/** The window that begins at `start` and ends at `until` or as far as one request may reach. */
export function nextWindow(start: string, until: string): Window {
  const far = Temporal.PlainDate.from(start).add({ months: longestMonths }).toString()
  return { start, end: far < until ? far : until }
}

/** All windows from `start` to `until`: adjacent ones share their boundary, so every day is in exactly one. */
export function* windowsBetween(start: string, until: string): Generator<Window> {
  for (let from = start; from < until;) {
    const window = nextWindow(from, until)
    yield window
    from = window.end
  }
}

/** So many days back, but never before history begins. */
export function lookBack(day: string, days: number, earliest: string): string {
  const back = addDays(day, -days)
  return back > earliest ? back : earliest
}
