import { redirect } from '@sveltejs/kit'
import { apiOf } from '#lib/server/api.ts'
import { must } from '#lib/server/ask.ts'
import { homeOf } from '#lib/home.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  redirect(303, homeOf(await must(event, apiOf(event).session.whoAmI.query())))
}
