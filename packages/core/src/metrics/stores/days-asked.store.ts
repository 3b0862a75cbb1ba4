import { sql, type SQL } from '@throughline/db'
import type { Ask } from '../registry/measure.ts'

/** True of rows of the days that are asked for. A list of days in the filter, checked at the door, leaves the others out. */
export function daysAsked({ range, filter }: Pick<Ask, 'range' | 'filter'>): SQL {
  return sql`day between ${range.from}::date and ${range.to}::date
    ${filter.day === undefined ? sql`` : sql`and day = any (${arrayOf(filter.day)}::date[])`}`
}

/** The same, of rows with an hour: of the last day only what lies before the hour at which it ends. */
export function hoursAsked({ range, filter }: Pick<Ask, 'range' | 'filter'>): SQL {
  return sql`${daysAsked({ range, filter })}
    ${range.hour === null ? sql`` : sql`and (day < ${range.to}::date or hour < ${range.hour}::int)`}
    ${filter.hour === undefined ? sql`` : sql`and hour = any (${arrayOf(filter.hour)}::int[])`}`
}

/** A list of plain words or numbers as PostgreSQL reads it. */
export const arrayOf = (values: readonly (string | number | null)[]): string => `{${values.join(',')}}`
