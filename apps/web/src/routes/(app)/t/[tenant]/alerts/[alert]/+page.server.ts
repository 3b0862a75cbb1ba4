import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { must } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import { error } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

const w = words.alerts
const hourMs = 3_600_000
const isId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`alerts:${tenant.slug}`)
  const alertId = event.params.alert
  if (!isId.test(alertId)) error(404, words.errors.notFound)
  return { alert: await must(event, apiOf(event).alerts.one.query({ tenant: tenant.slug, alertId })) }
}

export const actions: Actions = {
  acknowledge: (event) => {
    const { tenant, alert } = event.params
    const deed = apiOf(event).alerts.acknowledge.mutate({ tenant, alertIds: [alert] })
    return act(event, 'answer', deed, ({ count }) => w.acknowledged(count))
  },
  snooze: async (event) => {
    const { tenant, alert } = event.params
    const hours = Number(text(await event.request.formData(), 'hours')) || 1
    const until = new Date(Date.now() + hours * hourMs).toISOString()
    const deed = apiOf(event).alerts.snooze.mutate({ tenant, alertIds: [alert], until })
    return act(event, 'answer', deed, ({ count }) => w.putOffDone(count))
  },
  assign: async (event) => {
    const userId = text(await event.request.formData(), 'userId')
    const { tenant, alert: alertId } = event.params
    const deed = apiOf(event).alerts.assign.mutate({ tenant, alertId, userId: userId === '' ? null : userId })
    return act(event, 'assign', deed, w.given)
  },
  comment: async (event) => {
    const said = text(await event.request.formData(), 'text')
    const { tenant, alert: alertId } = event.params
    return act(event, 'comment', apiOf(event).alerts.comment.mutate({ tenant, alertId, text: said }), w.commented)
  },
}
