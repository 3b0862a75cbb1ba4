import { daysInRange } from '@throughline/ui/days'
import { readRange } from '#lib/page/range.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

/** Up to so many days are shown by hour. */
const daysByHour = 2

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`events:${tenant.slug}`)
  const range = readRange(event.url.searchParams, tenant.timeZone, new Date())
  const by = daysInRange(range.from, range.to) <= daysByHour ? ('hour' as const) : ('day' as const)
  const stack = event.url.searchParams.get('stack') === 'source' ? ('source' as const) : ('kind' as const)
  const asked = { tenant: tenant.slug, from: range.from, to: range.to, by }
  return { range, by, stack, volume: await part(event, apiOf(event).events.volume.query(asked)) }
}
