import { sql, type SQL } from '@throughline/db'
import { Invalid } from '@throughline/canonical'
import type { Ask } from '../registry/measure.ts'

/** True of rows of the days that are asked for. A list of days in the filter leaves the others out. */
export function daysAsked({ range, filter }: Pick<Ask, 'range' | 'filter'>): SQL {
  const days = filter.day?.flatMap((day) => day ?? [])
  return sql`day between ${range.from}::date and ${range.to}::date
    ${days === undefined ? sql`` : sql`and day = any (${arrayOf(days.map(checkedDay))}::date[])`}`
}

/** The same, of rows with an hour: of the last day only what lies before the hour at which it ends. */
export function hoursAsked({ range, filter }: Pick<Ask, 'range' | 'filter'>): SQL {
  const hours = filter.hour?.flatMap((hour) => hour ?? [])
  return sql`${daysAsked({ range, filter })}
    ${range.hour === null ? sql`` : sql`and (day < ${range.to}::date or hour < ${range.hour}::int)`}
    ${hours === undefined ? sql`` : sql`and hour = any (${arrayOf(hours.map(checkedHour))}::int[])`}`
}

/** A list of plain words or numbers as PostgreSQL reads it. */
export const arrayOf = (values: readonly (string | number)[]): string => `{${values.join(',')}}`

function checkedDay(day: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new Invalid('A day is written 2026-11-03.', 'filter.day')
  return day
}

function checkedHour(hour: string): number {
  const n = Number(hour)
  if (!Number.isInteger(n) || n < -1 || n > 23)
    throw new Invalid('An hour is a number from 0 to 23; -1 is where a source tells the day alone.', 'filter.hour')
  return n
}
