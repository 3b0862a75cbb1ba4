import { readRange } from '#lib/page/range.ts'
import { readRoi, roiQuestion } from '#lib/pipeline/roi-input.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  const search = event.url.searchParams
  const range = readRange(search, tenant.timeZone, new Date())
  const which = search.get('pipeline')
  const typed = readRoi(search)
  const question = typed && roiQuestion(typed, tenant.currency)
  const workable = question !== undefined && Object.values(question).every((each) => Number.isFinite(each))
  const api = apiOf(event)
  const [view, roi] = await Promise.all([
    part(
      event,
      api.pipeline.view.query({
        ...{ tenant: tenant.slug, from: range.from, to: range.to },
        ...(which ? { pipeline: which } : {}),
      }),
    ),
    workable ? api.pipeline.roi.query({ tenant: tenant.slug, ...question }).catch(() => null) : null,
  ])
  return { range, which, typed, view, roi }
}
