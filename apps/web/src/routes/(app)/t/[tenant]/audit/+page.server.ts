import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  const cursor = event.url.searchParams.get('cursor')
  const api = apiOf(event)
  const [rows, chain] = await Promise.all([
    part(event, api.audit.list.query({ tenant: tenant.slug, limit: 50, ...(cursor ? { cursor } : {}) })),
    part(event, api.audit.verify.query({ tenant: tenant.slug })),
  ])
  return { rows, chain, cursor }
}
