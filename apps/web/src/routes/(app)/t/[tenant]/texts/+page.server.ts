import { readRange } from '#lib/page/range.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import { readTextsBy } from '#lib/texts/shown-texts.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  const range = readRange(event.url.searchParams, tenant.timeZone, new Date())
  const by = readTextsBy(event.url.searchParams.get('by'))
  const { from, to } = range
  const texts = await part(event, apiOf(event).attribution.texts.query({ tenant: tenant.slug, from, to, by }))
  return { range, by, texts }
}
