import { apiOf } from '#lib/server/api.ts'
import { must } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  const dictionary = await must(event, apiOf(event).metrics.dictionary.query({ tenant: tenant.slug }))
  return { dictionary }
}
