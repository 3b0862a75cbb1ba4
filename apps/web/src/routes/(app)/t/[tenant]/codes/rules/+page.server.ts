import type { Questions } from '#lib/app-router.ts'
import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { part, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

type Rules = Questions['matching']['saveRules']['rules']
const w = words.codes

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  return { rules: await part(event, apiOf(event).matching.rules.query({ tenant: tenant.slug })) }
}

export const actions: Actions = {
  save: async (event) => {
    const rules = JSON.parse(text(await event.request.formData(), 'rules')) as Rules
    try {
      await apiOf(event).matching.saveRules.mutate({ tenant: event.params.tenant, rules })
      return { of: 'save', said: w.saved }
    } catch (thrown) {
      // Which rule is said in the words themselves: the form has no field of that name.
      return refused(event, thrown, { of: 'save' }, ({ fields }) => Object.values(fields)[0])
    }
  },
  usual: (event) =>
    act(
      event,
      'save',
      apiOf(event).matching.saveRules.mutate({ tenant: event.params.tenant, rules: null }),
      w.usualAgain,
    ),
}
