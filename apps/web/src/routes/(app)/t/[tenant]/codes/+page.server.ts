import { readTab, tabs, type Decision } from '#lib/matching/code-text.ts'
import { apiOf } from '#lib/server/api.ts'
import { part, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

const w = words.codes

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  const asked = event.url.searchParams
  const tab = readTab(asked.get('tab'))
  const search = (asked.get('search') ?? '').slice(0, 100)
  const offset = Math.max(0, Math.trunc(Number(asked.get('from'))) || 0)
  const question = { tenant: tenant.slug, states: [...tabs[tab]], search, offset }
  return {
    ...{ tab, search, offset, code: asked.get('code'), now: new Date().toISOString() },
    codes: await part(event, apiOf(event).matching.codes.query(question)),
  }
}

export const actions: Actions = {
  decide: async (event) => {
    const form = await event.request.formData()
    const [code, name, said] = [text(form, 'code'), text(form, 'name'), text(form, 'decision')]
    const tenant = event.params.tenant
    try {
      const decision = said === '' ? null : (JSON.parse(said) as Decision)
      const { before } = await apiOf(event).matching.decide.mutate({ tenant, code, decision })
      const deed = text(form, 'undo')
        ? w.undone
        : decision === null
          ? w.takenBack(code)
          : decision.says === 'ignore'
            ? w.ignoredNow(code)
            : w.assigned(code, name)
      return { of: 'decide', said: deed, undo: { code, decision: before === null ? '' : JSON.stringify(before) } }
    } catch (thrown) {
      return refused(event, thrown, { of: 'decide' })
    }
  },
  find: async (event) => {
    const search = text(await event.request.formData(), 'search')
    try {
      const choices = await apiOf(event).matching.choices.query({ tenant: event.params.tenant, search })
      return { of: 'find', choices }
    } catch (thrown) {
      return refused(event, thrown, { of: 'find' })
    }
  },
}
