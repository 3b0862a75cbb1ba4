import { error, fail, redirect } from '@sveltejs/kit'
import { readValues, withoutSecrets } from '#lib/connections/form-values.ts'
import { apiOf } from '#lib/server/api.ts'
import { must, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  if (!tenant.may.includes('connections.write')) error(403, words.errors.denied)
  const catalogue = await must(event, apiOf(event).connections.catalogue.query({ tenant: tenant.slug }))
  const asked = event.url.searchParams.get('source')
  return {
    catalogue,
    chosen: catalogue.find(({ id }) => id === asked) ?? (catalogue.length === 1 ? catalogue[0] : undefined),
  }
}

export const actions: Actions = {
  default: async (event) => {
    const { tenant } = event.params
    const api = apiOf(event)
    const form = await event.request.formData()
    const connector = text(form, 'connector')
    const catalogue = await must(event, api.connections.catalogue.query({ tenant }))
    const chosen = catalogue.find(({ id }) => id === connector)
    if (!chosen) return fail(400, { values: {}, fields: {}, message: words.connections.choose, reference: undefined })
    const values = readValues(chosen.fields, form)
    const name = text(form, 'name').trim()
    const kept = { name, connector, fieldValues: withoutSecrets(chosen.fields, values) }
    const missing = chosen.fields.filter(
      (field) =>
        field.required &&
        field.type !== 'boolean' &&
        (values[field.path] === undefined || showsNothing(values[field.path])),
    )
    if (missing.length > 0 || name === '') {
      const fields = Object.fromEntries(
        [...missing.map(({ path }) => path), ...(name === '' ? ['name'] : [])].map((path) => [
          path,
          words.connections.required,
        ]),
      )
      return fail(400, { values: kept, fields, message: words.errors.checkFields, reference: undefined })
    }
    let connectionId: string
    try {
      ;({ connectionId } = await api.connections.create.mutate({ tenant, connector, name, values }))
    } catch (thrown) {
      return refused(event, thrown, kept)
    }
    const asksToSignIn =
      chosen.signsIn && !Object.keys(values).some((path) => path.startsWith('secrets.') && values[path])
    if (asksToSignIn) redirect(303, `/t/${tenant}/connections/${connectionId}`)
    const proved = await api.connections.check
      .mutate({ tenant, connectionId })
      .then(({ ok }) => ok)
      .catch(() => false)
    redirect(303, `/t/${tenant}/connections/${connectionId}?done=${proved ? 'created' : 'unproved'}`)
  },
}

const showsNothing = (value: unknown) => value === '' || (Array.isArray(value) && value.length === 0)
