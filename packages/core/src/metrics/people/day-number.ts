import type { Day } from '@throughline/canonical'

const dayMs = 86_400_000

/** A day as a number: days since 1970-01-01. */
export const dayNumber = (day: Day): number => Date.parse(day) / dayMs
export const dayOfNumber = (no: number): Day => new Date(no * dayMs).toISOString().slice(0, 10)

/** The calendar month of a day's number, as months since 1970-01; looked up, since it is asked for every person. */
export function monthClock(): (dayNo: number) => number {
  const known = new Map<number, number>()
  return (dayNo) => {
    let month = known.get(dayNo)
    if (month === undefined) {
      const date = new Date(dayNo * dayMs)
      known.set(dayNo, (month = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()))
    }
    return month
  }
}

/** `2026-11` of months since 1970-01. */
export const monthName = (month: number): string =>
  `${1970 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`

/** The day twelve months after a day, as a number; 29 February's is 28 February. */
export function yearAfter(dayNo: number): number {
  const date = new Date(dayNo * dayMs)
  const [year, month, day] = [date.getUTCFullYear() + 1, date.getUTCMonth(), date.getUTCDate()]
  const after = new Date(Date.UTC(year, month, day))
  return (after.getUTCMonth() === month ? after.getTime() : Date.UTC(year, month + 1, 0)) / dayMs
}
