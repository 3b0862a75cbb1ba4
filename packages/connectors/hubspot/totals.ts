import type { Ctx, Range, Total } from '@throughline/connector-kit'
import type { ObjectType } from './object-type.ts'
import { portalOf } from './portal.ts'
import type { Config } from './schema.ts'
import { search, type Filter } from './search.ts'
import { midnight } from './values.ts'

/** Ranges up to here are counted day by day; search answers four questions a second. */
const daysApart = 62

/**
 * HubSpot's own count of live records by the day they were made, in the account's zone. Search counts them; it is minutes behind,
 * so a difference that does not last is none.
 */
export async function totalsOf(ctx: Ctx<Config>, type: ObjectType, { from, to }: Range): Promise<Total[]> {
  const { portalZone } = await portalOf(ctx)
  const between = (start: string, end: string): Filter[] => [
    { propertyName: type.created, operator: 'GTE', value: String(midnight(portalZone, start)) },
    { propertyName: type.created, operator: 'LT', value: String(midnight(portalZone, end)) },
  ]
  const count = async (start: string, end: string) =>
    (await search(ctx, type, { filters: between(start, end), limit: 1 })).total
  const days = Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days
  if (days > daysApart) return [{ count: await count(from, to) }]
  const totals: Total[] = []
  for (let day = from; day < to; day = after(day)) totals.push({ day, count: await count(day, after(day)) })
  return totals
}

const after = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString()
