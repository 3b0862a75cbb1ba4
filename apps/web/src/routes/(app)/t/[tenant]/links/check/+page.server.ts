import { addDays, todayIn } from '@throughline/ui'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

const spans = [7, 30, 90]

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  const asked = Number(event.url.searchParams.get('days'))
  const days = spans.includes(asked) ? asked : 30
  const to = todayIn(tenant.timeZone, new Date())
  const range = { from: addDays(to, 1 - days), to }
  return { days, spans, lint: await part(event, apiOf(event).links.lintLive.query({ tenant: tenant.slug, ...range })) }
}
