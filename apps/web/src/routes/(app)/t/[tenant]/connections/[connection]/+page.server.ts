import { fail, redirect } from '@sveltejs/kit'
import { readValues, withoutSecrets } from '#lib/connections/form-values.ts'
import { readFields } from '#lib/connections/write-back-form.ts'
import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { must, part, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const w = words.connections
const h = words.health
const o = words.conversionsOut
const b = words.writeBack

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  const api = apiOf(event)
  const which = { tenant: tenant.slug, connectionId: event.params.connection }
  const cursors = { runs: event.url.searchParams.get('runs'), aside: event.url.searchParams.get('aside') }
  const [connection, health, catalogue, conversions, writeBack, runs, quarantine] = await Promise.all([
    must(event, api.connections.read.query(which)),
    must(event, api.connections.health.query(which)),
    must(event, api.actions.catalogue.query(which)),
    must(event, api.conversionsOut.read.query(which)),
    must(event, api.writeBack.read.query(which)),
    part(event, api.connections.runs.query({ ...which, limit: 12, ...(cursors.runs ? { cursor: cursors.runs } : {}) })),
    part(
      event,
      api.connections.quarantine.query({ ...which, limit: 20, ...(cursors.aside ? { cursor: cursors.aside } : {}) }),
    ),
  ])
  const chosen = event.url.searchParams.get('do')
  return { connection, health, catalogue, conversions, writeBack, chosen, runs, quarantine }
}

const where = (event: RequestEvent) => ({ tenant: event.params.tenant, connectionId: event.params.connection })

export const actions: Actions = {
  pause: (event) => act(event, 'state', apiOf(event).connections.pause.mutate(where(event)), w.paused),
  resume: (event) => act(event, 'state', apiOf(event).connections.resume.mutate(where(event)), w.resumed),
  sync: (event) => act(event, 'state', apiOf(event).connections.syncNow.mutate(where(event)), w.syncing),
  disconnect: async (event) => {
    const outcome = await act(event, 'state', apiOf(event).connections.disconnect.mutate(where(event)), w.disconnected)
    // The page was about a connection that is none any more: the list says what became of it, and how to undo it.
    if ('said' in outcome) redirect(303, `/t/${event.params.tenant}/connections?done=disconnected`)
    return outcome
  },
  signIn: async (event) => {
    const form = await event.request.formData()
    const forActions = text(form, 'forActions') === 'yes'
    try {
      const { url } = await apiOf(event).connections.signIn.mutate({ ...where(event), forActions })
      return { of: 'signIn', go: url }
    } catch (thrown) {
      return refused(event, thrown, { of: 'signIn' })
    }
  },
  repair: async (event) => {
    const stream = text(await event.request.formData(), 'stream')
    return act(event, 'proof', apiOf(event).connections.repair.mutate({ ...where(event), stream }), h.repairing)
  },
  drift: async (event) => {
    const form = await event.request.formData()
    const drift = text(form, 'drift') as 'evolve' | 'freeze' | 'quarantine'
    const input = { ...where(event), stream: text(form, 'stream'), drift }
    return act(event, 'fields', apiOf(event).connections.setDrift.mutate(input), h.driftSet)
  },
  accept: async (event) => {
    const stream = text(await event.request.formData(), 'stream')
    const deed = apiOf(event).connections.acceptFields.mutate({ ...where(event), stream })
    return act(event, 'fields', deed, ({ count }) => h.accepted(count))
  },
  schedule: async (event) => {
    const everyMinutes = Number(text(await event.request.formData(), 'everyMinutes'))
    const input = { ...where(event), everyMinutes }
    return act(event, 'limits', apiOf(event).connections.setSchedule.mutate(input), h.rhythmSet)
  },
  probe: async (event) => {
    try {
      const { ok, say } = await apiOf(event).connections.probe.mutate(where(event))
      return ok
        ? { of: 'hooks', said: say }
        : fail(400, { values: { of: 'hooks' }, fields: {}, message: say, reference: undefined })
    } catch (thrown) {
      return refused(event, thrown, { of: 'hooks' })
    }
  },
  preview: async (event) => {
    const { key: _, ...wish } = await wishOf(event)
    try {
      const preview = await apiOf(event).actions.preview.mutate(wish)
      // Made once, with what was looked at: asked for twice by a double click, it is one action.
      const key = `screen-${crypto.randomUUID()}`
      return {
        of: 'actions',
        preview: { ...preview, key },
        values: { of: 'actions', fieldValues: wish.input, chosen: wish.action },
      }
    } catch (thrown) {
      return refused(event, thrown, { of: 'actions', fieldValues: wish.input, chosen: wish.action })
    }
  },
  do: async (event) => {
    const { key, ...wish } = await wishOf(event)
    const deed = apiOf(event).actions.request.mutate({
      ...wish,
      idempotencyKey: key || `screen-${crypto.randomUUID()}`,
    })
    return act(
      event,
      'actions',
      deed,
      ({ state, say }) => say ?? (state === 'waiting' ? words.actions.waits : words.actions.asked),
    )
  },
  tell: (event) => tell(event, true),
  tellNothing: (event) => tell(event, false),
  tellAgain: (event) =>
    act(event, 'conversions', apiOf(event).conversionsOut.retry.mutate(where(event)), ({ count }) => o.retried(count)),
  tellDry: async (event) => {
    try {
      return { of: 'conversions', told: await apiOf(event).conversionsOut.preview.mutate(where(event)) }
    } catch (thrown) {
      return refused(event, thrown, { of: 'conversions' })
    }
  },
  writeBack: (event) => writeBack(event, true),
  writeNothing: (event) => writeBack(event, false),
  writeAgain: (event) =>
    act(event, 'writeBack', apiOf(event).writeBack.retry.mutate(where(event)), ({ count }) => b.retried(count)),
  writeDry: async (event) => {
    const fields = readFields(await event.request.formData())
    try {
      const written = await apiOf(event).writeBack.preview.mutate({ ...where(event), fields })
      return { of: 'writeBack', written, fields }
    } catch (thrown) {
      return refused(event, thrown, { of: 'writeBack', fields })
    }
  },
  check: async (event) => {
    try {
      const { ok, say } = await apiOf(event).connections.check.mutate(where(event))
      return ok
        ? { of: 'check', said: say || w.checkOk }
        : fail(400, { values: { of: 'check' }, fields: {}, message: say, reference: undefined })
    } catch (thrown) {
      return refused(event, thrown, { of: 'check' })
    }
  },
  save: async (event) => {
    const api = apiOf(event)
    const form = await event.request.formData()
    const { fields, state } = await must(event, api.connections.read.query(where(event)))
    const values = readValues(fields, form)
    const name = text(form, 'name').trim()
    try {
      await api.connections.update.mutate({ ...where(event), ...(name ? { name } : {}), values })
    } catch (thrown) {
      return refused(event, thrown, { of: 'save', name, fieldValues: withoutSecrets(fields, values) })
    }
    if (state !== 'needs_customer') return { of: 'save', said: w.saved }
    // What was typed is to mend it: whether it does is asked at once.
    try {
      const { ok, say } = await api.connections.check.mutate(where(event))
      return ok
        ? { of: 'save', said: w.mended }
        : fail(400, { values: { of: 'save', name }, fields: {}, message: say, reference: undefined })
    } catch (thrown) {
      return refused(event, thrown, { of: 'save', name, fieldValues: withoutSecrets(fields, values) })
    }
  },
  backfill: async (event) => {
    const from = text(await event.request.formData(), 'from')
    return act(event, 'backfill', apiOf(event).connections.backfill.mutate({ ...where(event), from }), w.backfilling)
  },
  cancel: async (event) => {
    const workId = text(await event.request.formData(), 'workId')
    return act(
      event,
      'backfill',
      apiOf(event).connections.cancel.mutate({ tenant: event.params.tenant, workId }),
      w.cancelled,
    )
  },
  replay: async (event) => {
    const ids = idsOf(await event.request.formData())
    return act(
      event,
      'aside',
      apiOf(event).connections.replay.mutate({ tenant: event.params.tenant, ids }),
      ({ count }) => w.replayed(count, ids.length),
    )
  },
  dismiss: async (event) => {
    const ids = idsOf(await event.request.formData())
    return act(
      event,
      'aside',
      apiOf(event).connections.dismiss.mutate({ tenant: event.params.tenant, ids }),
      ({ count }) => w.dismissed(count),
    )
  },
}

/** Switches on or off what the source's platform is told. */
async function tell(event: RequestEvent, on: boolean) {
  const eventName = text(await event.request.formData(), 'eventName') === 'Donate' ? 'Donate' : 'Purchase'
  const deed = apiOf(event).conversionsOut.set.mutate({ ...where(event), on, eventName })
  return act(event, 'conversions', deed, on ? o.turnedOn : o.turnedOff)
}

/** Switches on or off what attribution a CRM is written, and says into which fields. */
async function writeBack(event: RequestEvent, on: boolean) {
  const fields = readFields(await event.request.formData())
  try {
    await apiOf(event).writeBack.set.mutate({ ...where(event), on, fields })
    return { of: 'writeBack', said: on ? b.turnedOn : b.turnedOff }
  } catch (thrown) {
    return refused(event, thrown, { of: 'writeBack', fields })
  }
}

/** What the form of an action asks for. */
async function wishOf(event: RequestEvent) {
  const form = await event.request.formData()
  const action = text(form, 'action')
  const { actions } = await must(event, apiOf(event).actions.catalogue.query(where(event)))
  const input = readValues(actions.find(({ name }) => name === action)?.fields ?? [], form)
  return { ...where(event), action, input, key: text(form, 'key') }
}

const idsOf = (form: FormData) => form.getAll('id').filter((id) => typeof id === 'string')
