import { mendingOf, readGroup, readSteps, type Group } from '#lib/events/mending-form.ts'
import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { part, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const w = words.events
/** A page is told how far it came at least so often. */
const answerWithinMs = 1_500

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`events:${tenant.slug}`)
  const group = readGroup(event.url.searchParams.get('group'))
  const api = apiOf(event)
  const inTenant = { tenant: tenant.slug }
  const mayMend = tenant.may.includes('events.mend')
  const [groups, samples] = await Promise.all([
    part(event, api.events.rejections.query(inTenant)),
    group && mayMend ? part(event, api.events.samples.query({ ...inTenant, group })) : undefined,
  ])
  return { groups, group: group ?? null, samples }
}

async function read(event: RequestEvent) {
  const form = await event.request.formData()
  const group: Group = readGroup(text(form, 'group')) ?? { code: '', field: '', type: '', source: '' }
  return { form, asked: { tenant: event.params.tenant, group, mending: mendingOf(readSteps(form)) } }
}

export const actions: Actions = {
  try: async (event) => {
    const { asked } = await read(event)
    try {
      return { of: 'try', tried: await apiOf(event).events.samples.query(asked) }
    } catch (thrown) {
      return refused(event, thrown, { of: 'try' })
    }
  },
  replay: async (event) => {
    const { form, asked } = await read(event)
    const api = apiOf(event)
    let cursor = text(form, 'cursor') || undefined
    const begun = performance.now()
    const sum = { tried: 0, accepted: 0, duplicates: 0, refused: 0 }
    const reasons = new Map<string, number>()
    try {
      do {
        const done = await api.events.replay.mutate({ ...asked, cursor })
        sum.tried += done.tried
        sum.accepted += done.accepted
        sum.duplicates += done.duplicates
        for (const { field, reason, n } of done.refused) {
          const why = field ? `${field}: ${reason}` : reason
          sum.refused += n
          reasons.set(why, (reasons.get(why) ?? 0) + n)
        }
        cursor = done.next ?? undefined
      } while (cursor !== undefined && performance.now() - begun < answerWithinMs)
    } catch (thrown) {
      return refused(event, thrown, { of: 'replay' })
    }
    const said = w.replayed(String(sum.accepted), sum.duplicates, sum.refused)
    return { of: 'replay', said, next: cursor ?? null, sum, reasons: [...reasons].map(([why, n]) => ({ why, n })) }
  },
  dismiss: async (event) => {
    const { asked } = await read(event)
    const { tenant, group } = asked
    return act(event, 'dismiss', apiOf(event).events.dismiss.mutate({ tenant, group }), ({ count }) =>
      w.dismissed(count),
    )
  },
}
