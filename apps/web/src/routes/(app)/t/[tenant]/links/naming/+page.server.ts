import { randomUUID } from 'node:crypto'
import type { RequestEvent } from '@sveltejs/kit'
import { namedParameters } from '#lib/links/named-parameters.ts'
import { valuesIn } from '#lib/links/rule-text.ts'
import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { part, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

const w = words.links

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  return { settings: await part(event, apiOf(event).links.settings.query({ tenant: tenant.slug })) }
}

/** The naming as it was typed; the API judges it. */
const namingIn = (form: FormData) => ({
  letters: text(form, 'letters'),
  separator: text(form, 'separator'),
  longest: Number(text(form, 'longest')),
  ownHosts: valuesIn(text(form, 'ownHosts')),
  clickIds: valuesIn(text(form, 'clickIds')),
  parameters: Object.fromEntries(
    namedParameters.map((name) => [
      name,
      {
        required: text(form, `required-${name}`) === 'on',
        allowed: valuesIn(text(form, `allowed-${name}`)),
        pattern: text(form, `pattern-${name}`),
      },
    ]),
  ),
})

const typedIn = (form: FormData) =>
  Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))

async function tried(event: RequestEvent, of: string, form: FormData, deed: Promise<unknown>, said: string) {
  try {
    await deed
    return { of, said }
  } catch (thrown) {
    return refused(event, thrown, { ...typedIn(form), of })
  }
}

export const actions: Actions = {
  naming: async (event) => {
    const form = await event.request.formData()
    const asked = { tenant: event.params.tenant, naming: namingIn(form) }
    return tried(event, 'naming', form, apiOf(event).links.saveNaming.mutate(asked), w.namingSaved)
  },
  template: async (event) => {
    const form = await event.request.formData()
    const name = text(form, 'name')
    const values = namedParameters.flatMap((each) => (text(form, each).trim() === '' ? [] : [[each, text(form, each)]]))
    const template = {
      templateId: text(form, 'templateId') || randomUUID(),
      name,
      values: Object.fromEntries(values) as object,
    }
    const asked = { tenant: event.params.tenant, template }
    return tried(event, 'template', form, apiOf(event).links.saveTemplate.mutate(asked), w.templateSaved(name))
  },
  removeTemplate: async (event) => {
    const templateId = text(await event.request.formData(), 'templateId')
    const asked = { tenant: event.params.tenant, templateId }
    return act(event, 'template', apiOf(event).links.removeTemplate.mutate(asked), w.templateRemoved)
  },
}
