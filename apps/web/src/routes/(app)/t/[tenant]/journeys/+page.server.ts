import { creditBys, readFilters } from '#lib/attribution/shown-credit.ts'
import { readRange } from '#lib/page/range.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

const shown = 50

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  const search = event.url.searchParams
  const range = readRange(search, tenant.timeZone, new Date())
  const filters = readFilters(search)
  const place = creditBys.find((each) => each === search.get('place'))
  const of = search.get('of') ?? undefined
  const text = search.get('search')?.trim().slice(0, 200) ?? ''
  const cursor = search.get('cursor')
  const api = apiOf(event)
  const asked = { tenant: tenant.slug, from: range.from, to: range.to, ...filters }
  const ofPlace = place !== undefined && of !== undefined
  const [credit, journeys, places] = await Promise.all([
    part(event, api.attribution.setting.query({ tenant: tenant.slug })),
    part(
      event,
      api.attribution.journeys.query({
        ...asked,
        limit: shown,
        ...(ofPlace ? { place, of } : {}),
        ...(text ? { search: text } : {}),
        ...(cursor ? { cursor } : {}),
      }),
    ),
    // What a campaign or an ad is called, its key does not say.
    ofPlace && place !== 'channel' ? part(event, api.attribution.compare.query({ ...asked, by: place })) : undefined,
  ])
  return { range, filters, place: ofPlace ? { by: place, of } : undefined, text, cursor, credit, journeys, places }
}
