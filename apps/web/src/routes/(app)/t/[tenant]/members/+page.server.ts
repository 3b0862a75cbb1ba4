import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { part, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Questions } from '#lib/app-router.ts'
import type { Actions, PageServerLoad } from './$types'

const w = words.members
type Invite = Questions['members']['invite']
type SetRole = Questions['members']['setRole']

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  return { members: await part(event, apiOf(event).members.list.query({ tenant: tenant.slug })) }
}

/** What is no persona is none; the API judges the rest. */
const personaOf = (form: FormData) =>
  text(form, 'persona') === 'none' || text(form, 'persona') === ''
    ? null
    : (text(form, 'persona') as NonNullable<Invite['persona']>)

export const actions: Actions = {
  invite: async (event) => {
    const form = await event.request.formData()
    const email = text(form, 'email').trim()
    const role = text(form, 'role') as Invite['role']
    try {
      await apiOf(event).members.invite.mutate({ tenant: event.params.tenant, email, role, persona: personaOf(form) })
    } catch (thrown) {
      return refused(event, thrown, { of: 'invite', email, role })
    }
    return { of: 'invite', said: w.sent(email) }
  },
  change: async (event) => {
    const form = await event.request.formData()
    const change = {
      tenant: event.params.tenant,
      userId: text(form, 'userId'),
      role: text(form, 'role') as SetRole['role'],
      persona: personaOf(form),
    }
    return act(event, 'members', apiOf(event).members.setRole.mutate(change), w.changed)
  },
  remove: async (event) => {
    const userId = text(await event.request.formData(), 'userId')
    return act(event, 'members', apiOf(event).members.remove.mutate({ tenant: event.params.tenant, userId }), w.removed)
  },
  revoke: async (event) => {
    const invitationId = text(await event.request.formData(), 'invitationId')
    return act(
      event,
      'invite',
      apiOf(event).members.revokeInvitation.mutate({ tenant: event.params.tenant, invitationId }),
      w.revoked,
    )
  },
}
