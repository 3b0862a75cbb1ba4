import { apiOf } from '#lib/server/api.ts'
import { must } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({ mails: await must(event, apiOf(event).dev.outbox.query()) })
