import { readBy, readFilters, readView } from '#lib/attribution/shown-credit.ts'
import { readRange } from '#lib/page/range.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  // Read by name, each: which model is shown is nobody's business here, and changing it asks for nothing.
  const search = event.url.searchParams
  const range = readRange(search, tenant.timeZone, new Date())
  const filters = readFilters(search)
  const by = readBy(search.get('by'))
  const view = readView(search.get('view'))
  const api = apiOf(event)
  const asked = { tenant: tenant.slug, from: range.from, to: range.to, ...filters }
  const [credit, comparison, paths] = await Promise.all([
    part(event, api.attribution.setting.query({ tenant: tenant.slug })),
    part(event, api.attribution.compare.query({ ...asked, by })),
    view === 'flow' ? undefined : part(event, api.attribution.paths.query(asked)),
  ])
  return { range, filters, by, view, credit, comparison, paths }
}
