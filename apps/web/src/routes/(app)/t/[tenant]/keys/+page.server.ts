import { randomUUID } from 'node:crypto'
import { toldKey } from '#lib/api-keys/try-line.ts'
import type { Questions } from '#lib/app-router.ts'
import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { part, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

type Create = Questions['keys']['create']
const w = words.apiKeys
const dayMs = 86_400_000

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  return { keys: await part(event, apiOf(event).keys.list.query({ tenant: tenant.slug })) }
}

const tell = ({ url }: Pick<RequestEvent, 'url'>, key: string, page: string | undefined) =>
  toldKey(key, page, url.origin, { eventId: randomUUID(), at: new Date() })

/** What was typed, as the API takes it; the API judges it. */
function asked(form: FormData, tenant: string): Create {
  const days = Number(text(form, 'lasts'))
  return {
    tenant,
    kind: text(form, 'kind') as Create['kind'],
    name: text(form, 'name').trim(),
    scopes: form.getAll('scope') as Create['scopes'],
    origins: text(form, 'origins')
      .split(/[\s,]+/)
      .filter(Boolean),
    expiresAt: days > 0 ? new Date(Date.now() + days * dayMs).toISOString() : null,
  }
}

export const actions: Actions = {
  create: async (event) => {
    const form = await event.request.formData()
    const wanted = asked(form, event.params.tenant)
    try {
      const { key } = await apiOf(event).keys.create.mutate(wanted)
      return { of: 'create', said: w.created(wanted.name), told: tell(event, key, wanted.origins[0]) }
    } catch (thrown) {
      const { kind, name } = wanted
      const typed = { kind, name, scopes: wanted.scopes.join(' '), origins: wanted.origins.join(' ') }
      return refused(event, thrown, { of: 'create', ...typed, lasts: text(form, 'lasts') })
    }
  },
  rotate: async (event) => {
    const form = await event.request.formData()
    const [keyId, page] = [text(form, 'keyId'), text(form, 'page')]
    const overlapHours = Number(text(form, 'overlapHours'))
    try {
      const { key } = await apiOf(event).keys.rotate.mutate({ tenant: event.params.tenant, keyId, overlapHours })
      return { of: 'create', said: w.replaced, told: tell(event, key, page === '' ? undefined : page) }
    } catch (thrown) {
      return refused(event, thrown, { of: 'change' })
    }
  },
  rename: async (event) => {
    const form = await event.request.formData()
    const [keyId, name] = [text(form, 'keyId'), text(form, 'name')]
    return act(
      event,
      'change',
      apiOf(event).keys.rename.mutate({ tenant: event.params.tenant, keyId, name }),
      w.renamed,
    )
  },
  revoke: async (event) => {
    const keyId = text(await event.request.formData(), 'keyId')
    return act(event, 'create', apiOf(event).keys.revoke.mutate({ tenant: event.params.tenant, keyId }), w.revoked)
  },
}
