import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  const api = apiOf(event)
  const [connections, disconnected] = await Promise.all([
    part(event, api.connections.list.query({ tenant: tenant.slug })),
    part(event, api.connections.disconnected.query({ tenant: tenant.slug })),
  ])
  return { connections, disconnected }
}

export const actions: Actions = {
  reconnect: async (event) => {
    const connectionId = text(await event.request.formData(), 'connectionId')
    const deed = apiOf(event).connections.reconnect.mutate({ tenant: event.params.tenant, connectionId })
    return act(event, 'reconnect', deed, words.connections.reconnected)
  },
}
