import { error } from '@sveltejs/kit'
import { readWindow } from '#lib/attribution/window-text.ts'
import { apiOf } from '#lib/server/api.ts'
import { must, part } from '#lib/server/ask.ts'
import { words } from '#lib/words.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  const journeyNo = Number(event.params.journey)
  if (!Number.isSafeInteger(journeyNo) || journeyNo < 1) error(404, words.errors.notFound)
  const window = readWindow(event.url.searchParams.get('window'))
  const api = apiOf(event)
  const [credit, journey] = await Promise.all([
    part(event, api.attribution.setting.query({ tenant: tenant.slug })),
    must(event, api.attribution.journey.query({ tenant: tenant.slug, journeyNo, ...(window ? { window } : {}) })),
  ])
  return { credit, journey }
}
