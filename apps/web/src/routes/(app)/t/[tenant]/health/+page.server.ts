import { readRange } from '#lib/page/range.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`connections:${tenant.slug}`)
  const range = readRange(event.url.searchParams, tenant.timeZone, new Date())
  const { quality } = apiOf(event)
  const asked = { tenant: tenant.slug, from: range.from, to: range.to }
  const [sources, freshness, anomalies, reconciliation, service] = await Promise.all([
    part(event, quality.sources.query(asked)),
    part(event, quality.freshness.query({ tenant: tenant.slug })),
    part(event, quality.anomalies.query({ tenant: tenant.slug })),
    part(event, quality.reconciliation.query(asked)),
    part(event, quality.service.query(asked)),
  ])
  const differing = event.url.searchParams.get('rows') === 'differing'
  return { range, differing, sources, freshness, anomalies, reconciliation, service }
}
