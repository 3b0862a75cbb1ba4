import { readRange } from '#lib/page/range.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

const giftsShown = 12

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  const range = readRange(event.url.searchParams, tenant.timeZone, new Date())
  const api = apiOf(event)
  const [figures, latest] = await Promise.all([
    part(
      event,
      api.overview.read.query({ tenant: tenant.slug, range: { from: range.from, to: range.to }, comparison: range.vs }),
    ),
    part(event, api.overview.latest.query({ tenant: tenant.slug, limit: giftsShown })),
  ])
  return { range, figures, latest }
}
