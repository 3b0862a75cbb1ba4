import type { Questions } from '#lib/app-router.ts'
import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { part, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

type Create = Questions['links']['create']
const w = words.links

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  const api = apiOf(event)
  const read = Promise.all([
    api.links.settings.query({ tenant: tenant.slug }),
    api.links.list.query({ tenant: tenant.slug }),
  ])
  return {
    links: await part(
      event,
      read.then(([settings, { links }]) => ({ settings, links })),
    ),
  }
}

function valuesOf(json: string): Create['values'] {
  try {
    return JSON.parse(json) as Create['values']
  } catch {
    return {}
  }
}

export const actions: Actions = {
  create: async (event) => {
    const form = await event.request.formData()
    const kept = { name: text(form, 'name'), code: text(form, 'code'), channel: text(form, 'channel') }
    const where = { list: text(form, 'list'), partner: text(form, 'partner') }
    try {
      const { url } = await apiOf(event).links.create.mutate({
        ...{ tenant: event.params.tenant, name: kept.name, code: kept.code, ...where },
        destination: text(form, 'destination'),
        values: valuesOf(text(form, 'values')),
        channel: (kept.channel || null) as Create['channel'],
      })
      return { of: 'create', said: w.created(url) }
    } catch (thrown) {
      // What stands in the other module has no field here: it is said above.
      const elsewhere = ({ fields }: { fields: Record<string, string> }) =>
        Object.entries(fields).find(([field]) => !(field in kept))?.[1]
      return refused(event, thrown, { of: 'create', ...kept, ...where }, elsewhere)
    }
  },
  archive: async (event) => {
    const form = await event.request.formData()
    const archived = text(form, 'archived') === 'true'
    const asked = { tenant: event.params.tenant, linkId: text(form, 'linkId'), archived }
    return act(event, 'archive', apiOf(event).links.archive.mutate(asked), archived ? w.archivedSaid : w.restoredSaid)
  },
}
