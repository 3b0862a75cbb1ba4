import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  const cursor = event.url.searchParams.get('cursor')
  const api = apiOf(event)
  const [letters, connections] = await Promise.all([
    part(event, api.jobs.deadLetters.query({ tenant: tenant.slug, limit: 50, ...(cursor ? { cursor } : {}) })),
    part(event, api.connections.list.query({ tenant: tenant.slug })),
  ])
  return { letters, connections }
}

export const actions: Actions = {
  replay: async (event) => {
    const id = text(await event.request.formData(), 'id')
    return act(event, 'work', apiOf(event).jobs.replay.mutate({ tenant: event.params.tenant, id }), words.work.replayed)
  },
  dismiss: async (event) => {
    const id = text(await event.request.formData(), 'id')
    return act(
      event,
      'work',
      apiOf(event).jobs.dismiss.mutate({ tenant: event.params.tenant, id }),
      words.work.dismissed,
    )
  },
}
