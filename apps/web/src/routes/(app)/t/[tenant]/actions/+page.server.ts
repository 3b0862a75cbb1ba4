import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const w = words.actions

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  const cursor = event.url.searchParams.get('cursor')
  return {
    actions: await part(
      event,
      apiOf(event).actions.list.query({ tenant: tenant.slug, limit: 50, ...(cursor ? { cursor } : {}) }),
    ),
  }
}

const which = async (event: RequestEvent) => {
  const actionId = text(await event.request.formData(), 'actionId')
  return { tenant: event.params.tenant, actionId }
}

export const actions: Actions = {
  agree: async (event) => {
    const input = { ...(await which(event)), yes: true }
    return act(event, 'actions', apiOf(event).actions.decide.mutate(input), w.agreed)
  },
  decline: async (event) => {
    const input = { ...(await which(event)), yes: false }
    return act(event, 'actions', apiOf(event).actions.decide.mutate(input), w.declined)
  },
  undo: async (event) => act(event, 'actions', apiOf(event).actions.undo.mutate(await which(event)), w.undoing),
  happened: async (event) => {
    const input = { ...(await which(event)), happened: true }
    return act(event, 'actions', apiOf(event).actions.settle.mutate(input), w.settled)
  },
  notHappened: async (event) => {
    const input = { ...(await which(event)), happened: false }
    return act(event, 'actions', apiOf(event).actions.settle.mutate(input), w.settled)
  },
}
