import type { Ctx, Range, Total } from '@throughline/connector-kit'
import type { ObjectType } from './object-type.ts'
import { portalOf } from './portal.ts'
import type { Config } from './schema.ts'
import { search } from './search.ts'
import { dayIn, midnight } from './values.ts'

/** What one question shows of what it counts; busier spans than half of that a day are asked day by day. */
const shown = 200
const busy = shown / 2

/**
 * HubSpot's own count of live records by the day they were made, in the account's zone. It counts any span of time, and shows the
 * first 200 of it: spans are cut until they show all that they count, or are single days, so that a quiet account takes a handful
 * of questions and none takes more than one a day. Search is minutes behind: a difference that does not last is none.
 */
export async function totalsOf(ctx: Ctx<Config>, type: ObjectType, range: Range): Promise<Total[]> {
  const { portalZone: zone } = await portalOf(ctx)
  const counts = new Map<string, number>()

  async function count({ from, to }: Range): Promise<void> {
    const { total, found } = await search(ctx, type, {
      filters: [
        { propertyName: type.created, operator: 'GTE', value: String(midnight(zone, from)) },
        { propertyName: type.created, operator: 'LT', value: String(midnight(zone, to)) },
      ],
    })
    if (total === 0) return
    const days = daysIn({ from, to })
    if (days === 1) return void counts.set(from, total)
    if (found.length === total) {
      for (const { created } of found) add(dayIn(zone, new Date(created).toISOString()))
      return
    }
    const parts = total > busy * days ? days : Math.min(days, Math.max(2, Math.ceil(total / busy)))
    for (const part of cut({ from, to }, days, parts)) await count(part)
  }

  const add = (day: string) => counts.set(day, (counts.get(day) ?? 0) + 1)
  await count(range)
  // Nothing at all is a count as well.
  if (counts.size === 0) return [{ day: range.from, count: 0 }]
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, each]) => ({ day, count: each }))
}

const daysIn = ({ from, to }: Range): number => Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days

/** So many spans of whole days, one after the other. */
function cut({ from, to }: Range, days: number, parts: number): Range[] {
  const at = (part: number) =>
    part === parts
      ? to
      : Temporal.PlainDate.from(from)
          .add({ days: Math.floor((days * part) / parts) })
          .toString()
  return Array.from({ length: parts }, (_, part) => ({ from: at(part), to: at(part + 1) }))
}
