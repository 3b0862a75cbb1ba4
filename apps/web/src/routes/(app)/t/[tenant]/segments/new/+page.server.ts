import { apiOf } from '#lib/server/api.ts'
import { must } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  return { read: await must(event, apiOf(event).segments.list.query({ tenant: tenant.slug })) }
}
