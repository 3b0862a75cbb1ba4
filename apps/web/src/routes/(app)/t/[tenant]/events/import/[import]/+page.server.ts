import { redirect } from '@sveltejs/kit'
import { mappingFrom } from '#lib/event-import/import-form.ts'
import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { part, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Questions } from '#lib/app-router.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const w = words.eventImport
const refusedShown = 100

/** The import, and what of its file can be seen now. */
async function look(event: Pick<RequestEvent, 'fetch'>, one: { tenant: string; importId: string }) {
  const api = apiOf(event)
  const it = await api.eventImports.read.query(one)
  const [preview, refusedRows] = await Promise.all([
    it.state === 'ready' ? api.eventImports.preview.query(one) : [],
    it.rejected > 0 && it.state !== 'undone'
      ? api.eventImports.refused.query({ ...one, limit: refusedShown })
      : { rows: [], next: null },
  ])
  return { it, preview, refused: refusedRows }
}

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  return { seen: await part(event, look(event, { tenant: tenant.slug, importId: event.params.import })) }
}

const oneOf = ({ params }: Pick<RequestEvent, 'params'>) => ({ tenant: params.tenant, importId: params.import })

export const actions: Actions = {
  map: async (event) => {
    const mapping = mappingFrom(await event.request.formData())
    return act(event, 'map', apiOf(event).eventImports.map.mutate({ ...oneOf(event), mapping }), w.kept)
  },
  start: async (event) => {
    const step = text(await event.request.formData(), 'step') as Questions['eventImports']['start']['step']
    return act(event, 'start', apiOf(event).eventImports.start.mutate({ ...oneOf(event), step }), w.begun)
  },
  stop: async (event) => act(event, 'start', apiOf(event).eventImports.stop.mutate(oneOf(event)), w.stopped),
  remove: async (event) => {
    try {
      await apiOf(event).eventImports.remove.mutate(oneOf(event))
    } catch (thrown) {
      return refused(event, thrown, { of: 'start' })
    }
    redirect(303, `/t/${event.params.tenant}/events/import`)
  },
}
