import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { part, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import { fail } from '@sveltejs/kit'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const w = words.events

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  return { rules: await part(event, apiOf(event).events.rules.query({ tenant: tenant.slug })) }
}

const named = async (event: RequestEvent) => {
  const name = text(await event.request.formData(), 'name')
  return { tenant: event.params.tenant, name }
}

function parsed(schema: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(schema)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

export const actions: Actions = {
  policy: async (event) => {
    const personalData = text(await event.request.formData(), 'personalData') === 'refuse' ? 'refuse' : 'hash'
    const asked = { tenant: event.params.tenant, personalData } as const
    return act(event, 'policy', apiOf(event).events.setPersonalData.mutate(asked), w.policySaved)
  },
  save: async (event) => {
    const form = await event.request.formData()
    const values = { of: 'save', name: text(form, 'name').trim(), schema: text(form, 'schema') }
    const schema = parsed(values.schema)
    if (!schema) return fail(400, { values, fields: { schema: w.notJson }, message: words.errors.checkFields })
    const asked = { tenant: event.params.tenant, name: values.name, schema }
    try {
      const { version } = await apiOf(event).events.saveKind.mutate(asked)
      return { of: 'save', said: w.kindSaved(values.name, version) }
    } catch (thrown) {
      return refused(event, thrown, values)
    }
  },
  archive: async (event) => {
    const kind = await named(event)
    return act(event, 'own', apiOf(event).events.archiveKind.mutate(kind), w.kindArchived(kind.name))
  },
  restore: async (event) => {
    const kind = await named(event)
    return act(event, 'own', apiOf(event).events.restoreKind.mutate(kind), w.kindRestored(kind.name))
  },
}
