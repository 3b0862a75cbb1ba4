import { Invalid, type Day } from '@throughline/canonical'
import type { Today } from './today.ts'

/** Days from … to, both included, in the tenant's zone. */
export interface DayRange {
  from: Day
  to: Day
}
export type Comparison = 'previous_period' | 'previous_year' | 'none'

/** Longest range that can be asked for, in days: five years. */
const mostDays = 1827

/** @throws Invalid where the range ends before it begins, or is longer than five years */
export function checkRange({ from, to }: DayRange): void {
  if (to < from) throw new Invalid('The range ends before it begins.', 'range.to')
  if (dayCount({ from, to }) > mostDays) throw new Invalid('At most five years at once.', 'range.from')
}

/**
 * The range that a range is compared with, or null. Calendar days alone decide, so a clock change makes no day shorter.
 * - `previous_period`: as many days, ending the day before it begins;
 * - `previous_year`: the same dates a year earlier; 29 February becomes 28 February, so that the range never leaves its month.
 */
export function comparedRange({ from, to }: DayRange, comparison: Comparison): DayRange | null {
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)]
  switch (comparison) {
    case 'none':
      return null
    case 'previous_period': {
      const end = first.subtract({ days: 1 })
      return { from: end.subtract({ days: dayCount({ from, to }) - 1 }).toString(), to: end.toString() }
    }
    case 'previous_year':
      return { from: first.subtract({ years: 1 }).toString(), to: last.subtract({ years: 1 }).toString() }
  }
}

/** How many days a range has. */
export function dayCount({ from, to }: DayRange): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days + 1
}

/** Every day of a range, first to last. */
export function daysOf({ from, to }: DayRange): Day[] {
  const first = Date.parse(from)
  return Array.from({ length: dayCount({ from, to }) }, (_, i) =>
    new Date(first + i * 86_400_000).toISOString().slice(0, 10),
  )
}

/** A day moved by so many days. */
export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

/** A compared range as far as its counterpart has come: all of it, or its first days and part of the last of them. */
export interface ComparedPart extends DayRange {
  /** Of the last day only what lies before this hour on the clock counts, 0–23; null: the day counts whole. */
  hour: number | null
}

/**
 * What a range that is still running is held against: the compared range to the same point, so that whoever divides one figure
 * by the other gets the change that is shown. Null where nothing of the range has begun.
 */
export function samePoint(
  range: DayRange,
  compared: DayRange,
  comparison: Comparison,
  today: Pick<Today, 'day' | 'hours'>,
): ComparedPart | null {
  if (today.day < range.from) return null
  if (today.day > range.to) return { ...compared, hour: null }
  const counterpart =
    comparison === 'previous_year'
      ? Temporal.PlainDate.from(today.day).subtract({ years: 1 }).toString()
      : addDays(compared.from, dayCount({ from: range.from, to: today.day }) - 1)
  return {
    from: compared.from,
    to: counterpart < compared.to ? counterpart : compared.to,
    hour: today.hours === 24 ? null : today.hours,
  }
}
