import { questionOf, readExplored } from '#lib/explore/explore-query.ts'
import { readRange } from '#lib/page/range.ts'
import { apiOf } from '#lib/server/api.ts'
import { must, part } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  const search = event.url.searchParams
  const range = readRange(search, tenant.timeZone, new Date())
  const api = apiOf(event)
  const mayProve = tenant.may.includes('proof.read')
  const [dictionary, moments, credit] = await Promise.all([
    must(event, api.metrics.dictionary.query({ tenant: tenant.slug })),
    mayProve ? must(event, api.proof.moments.query({ tenant: tenant.slug })) : [],
    part(event, api.attribution.setting.query({ tenant: tenant.slug })),
  ])
  // What is asked is read against the dictionary, so that what it cannot mean is left out and named.
  const asked = readExplored(search, dictionary)
  const answer = await part(event, api.metrics.query.query({ tenant: tenant.slug, ...questionOf(asked, range) }))
  return { range, dictionary, moments, credit, asked, answer }
}
