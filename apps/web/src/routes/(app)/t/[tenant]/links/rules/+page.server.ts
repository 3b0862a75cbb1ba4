import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

const w = words.links

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  return { settings: await part(event, apiOf(event).links.settings.query({ tenant: tenant.slug })) }
}

function listIn(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

export const actions: Actions = {
  save: async (event) => {
    const rules = listIn(text(await event.request.formData(), 'rules')) ?? []
    return act(
      event,
      'rules',
      apiOf(event).links.saveRules.mutate({ tenant: event.params.tenant, rules }),
      w.rulesSaved,
    )
  },
  begin: async (event) =>
    act(
      event,
      'rules',
      apiOf(event).links.saveRules.mutate({ tenant: event.params.tenant, rules: null }),
      w.defaultSaved,
    ),
}
