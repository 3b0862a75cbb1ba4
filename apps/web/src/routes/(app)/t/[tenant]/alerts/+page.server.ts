import { readTab } from '#lib/alerts/alert-text.ts'
import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import { fail } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

const w = words.alerts
const hourMs = 3_600_000

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`alerts:${tenant.slug}`)
  const tab = readTab(event.url.searchParams.get('state'))
  const offset = Math.max(0, Math.trunc(Number(event.url.searchParams.get('from'))) || 0)
  const question = { tenant: tenant.slug, states: [tab], offset }
  return { tab, offset, alerts: await part(event, apiOf(event).alerts.list.query(question)) }
}

const chosen = (form: FormData) => form.getAll('id').filter((id) => typeof id === 'string')
const nothing = () => fail(400, { of: 'alerts', message: w.noneChosen, values: {}, fields: {} })

export const actions: Actions = {
  acknowledge: async (event) => {
    const alertIds = chosen(await event.request.formData())
    if (alertIds.length === 0) return nothing()
    const deed = apiOf(event).alerts.acknowledge.mutate({ tenant: event.params.tenant, alertIds })
    return act(event, 'alerts', deed, ({ count }) => w.acknowledged(count))
  },
  snooze: async (event) => {
    const form = await event.request.formData()
    const alertIds = chosen(form)
    if (alertIds.length === 0) return nothing()
    const until = new Date(Date.now() + (Number(text(form, 'hours')) || 1) * hourMs).toISOString()
    const deed = apiOf(event).alerts.snooze.mutate({ tenant: event.params.tenant, alertIds, until })
    return act(event, 'alerts', deed, ({ count }) => w.putOffDone(count))
  },
}
