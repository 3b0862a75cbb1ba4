import { readReturnsBy } from '#lib/creatives/shown-returns.ts'
import { readRange } from '#lib/page/range.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  const range = readRange(event.url.searchParams, tenant.timeZone, new Date())
  const by = readReturnsBy(event.url.searchParams.get('by'))
  const { from, to } = range
  const api = apiOf(event)
  const [returns, topics] = await Promise.all([
    part(event, api.attribution.returns.query({ tenant: tenant.slug, from, to, by })),
    by === 'topic' ? part(event, api.attribution.topics.query({ tenant: tenant.slug })) : undefined,
  ])
  return { range, by, returns, topics }
}
