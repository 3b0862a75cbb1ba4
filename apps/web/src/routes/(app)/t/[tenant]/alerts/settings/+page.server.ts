import { readChannel } from '#lib/alerts/read-channel.ts'
import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { must, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import { fail } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

const w = words.alerts

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`alerts:${tenant.slug}`)
  return {
    edited: event.url.searchParams.get('edit'),
    settings: await must(event, apiOf(event).alerts.settings.query({ tenant: tenant.slug })),
  }
}

export const actions: Actions = {
  save: async (event) => {
    const channel = readChannel(await event.request.formData())
    // What was typed is shown again; not where it goes.
    const { name, kind } = channel
    try {
      await apiOf(event).alerts.saveChannel.mutate({ tenant: event.params.tenant, ...channel })
      return { of: 'save', said: w.saved }
    } catch (thrown) {
      return refused(event, thrown, { of: 'save', name, kind })
    }
  },
  test: async (event) => {
    const channelId = text(await event.request.formData(), 'channelId')
    try {
      const { why } = await apiOf(event).alerts.testChannel.mutate({ tenant: event.params.tenant, channelId })
      const values = { of: channelId }
      return why === null
        ? { of: channelId, said: w.tested }
        : fail(502, { message: w.testFailed(why), values, fields: {} })
    } catch (thrown) {
      return refused(event, thrown, { of: channelId })
    }
  },
  remove: async (event) => {
    const channelId = text(await event.request.formData(), 'channelId')
    const deed = apiOf(event).alerts.removeChannel.mutate({ tenant: event.params.tenant, channelId })
    return act(event, 'channels', deed, w.removed)
  },
  quiet: async (event) => {
    const form = await event.request.formData()
    const hours = { from: text(form, 'from'), to: text(form, 'to') }
    const quiet = text(form, 'none') ? null : hours
    return act(
      event,
      'quiet',
      apiOf(event).alerts.saveQuiet.mutate({ tenant: event.params.tenant, quiet }),
      w.quietSaved,
    )
  },
}
