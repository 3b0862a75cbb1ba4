import { readMrrSpan } from '#lib/recurring/waterfall-bars.ts'
import { readState } from '#lib/recurring/shown-state.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

const plansShown = 50

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  const state = readState(event.url.searchParams.get('state'))
  const cursor = event.url.searchParams.get('cursor')
  const api = apiOf(event)
  const span = readMrrSpan(event.url.searchParams.get('span'))
  const [figures, mrr, plans] = await Promise.all([
    part(event, api.recurring.read.query({ tenant: tenant.slug })),
    part(event, api.recurring.mrr.query({ tenant: tenant.slug, days: span })),
    part(
      event,
      api.recurring.plans.query({
        tenant: tenant.slug,
        limit: plansShown,
        ...(state ? { state } : {}),
        ...(cursor ? { cursor } : {}),
      }),
    ),
  ])
  return { state, cursor, span, figures, mrr, plans }
}
