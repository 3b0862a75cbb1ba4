import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

/** The connections of every client at once. */
export const load: PageServerLoad = async (event) => {
  event.depends('app:connections')
  return { connections: await part(event, apiOf(event).connections.across.query()), now: new Date().toISOString() }
}
