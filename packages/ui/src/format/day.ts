import { dateFormat } from './intl.ts'

/** Days are text, `2026-10-30`, on the calendar of whoever booked them. Arithmetic is on UTC noonless days: no zone, no clock change. */
export type Day = string

const asUtc = (day: Day) => Date.parse(`${day}T00:00:00Z`)

/** The day `count` days after (before, when negative). */
export function addDays(day: Day, count: number): Day {
  return new Date(asUtc(day) + count * 86_400_000).toISOString().slice(0, 10)
}

/** How many days from one to the other, both counted: a range of one day is 1. */
export function daysInRange(from: Day, to: Day): number {
  return Math.round((asUtc(to) - asUtc(from)) / 86_400_000) + 1
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(asUtc(day)).getUTCDay() || 7
}

const isDay = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/** True for a calendar day that exists: `2026-02-30` does not. */
export function isRealDay(text: string): boolean {
  return isDay.test(text) && addDays(text, 0) === text
}

/** A day as the locale writes it: `22 Oct` in British English, `Oct 22` in American. */
export function formatDay(day: Day, locale: string, options: Intl.DateTimeFormatOptions = dayShort): string {
  return dateFormat(locale, { ...options, timeZone: 'UTC' }).format(asUtc(day))
}
export const dayShort: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }
export const dayWithWeekday: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' }
export const dayLong: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' }

/** A range in one breath: `Oct 1 – 22`, the year only where it is not this one. */
export function formatDayRange(from: Day, to: Day, locale: string, today: Day): string {
  const year = from.slice(0, 4) === today.slice(0, 4) && to.slice(0, 4) === today.slice(0, 4) ? {} : yearToo
  const format = dateFormat(locale, { ...dayShort, ...year, timeZone: 'UTC' })
  // Thin spaces differ between the runtimes' locale data, and a page must read the same on both.
  return (from === to ? format.format(asUtc(from)) : format.formatRange(asUtc(from), asUtc(to))).replace(
    /[\u2009\u202f]/g,
    ' ',
  )
}
const yearToo: Intl.DateTimeFormatOptions = { year: 'numeric' }

/** Today in a zone, from an instant passed in. */
export function todayIn(timeZone: string, now: Date): Day {
  return dateFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now)
}
