import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  event.depends('app:portfolio')
  return { alerts: await part(event, apiOf(event).alerts.ofAgency.query()) }
}
