import { apiOf } from '#lib/server/api.ts'
import { must } from '#lib/server/ask.ts'
import type { LayoutServerLoad } from './$types'

/** Who is here. Everything below needs somebody signed in. */
export const load: LayoutServerLoad = async (event) => {
  event.depends('app:me')
  return { me: await must(event, apiOf(event).session.whoAmI.query()) }
}
