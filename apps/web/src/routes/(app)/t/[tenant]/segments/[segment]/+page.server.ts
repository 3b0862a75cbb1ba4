import { apiOf } from '#lib/server/api.ts'
import { must } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  const asked = { tenant: tenant.slug, id: event.params.segment }
  return { read: await must(event, apiOf(event).segments.one.query(asked)) }
}
