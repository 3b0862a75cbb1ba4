import type { Questions } from '#lib/app-router.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { peopleActions } from '#lib/server/people-actions.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

type Invite = Questions['members']['invite']
type SetRole = Questions['members']['setRole']

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`tenant:${tenant.slug}`)
  return { members: await part(event, apiOf(event).members.list.query({ tenant: tenant.slug })) }
}

/** What is no persona is none; the API judges the rest. */
const personaOf = (form: FormData) => {
  const persona = text(form, 'persona')
  return persona === 'none' || persona === '' ? null : (persona as NonNullable<Invite['persona']>)
}

export const actions: Actions = peopleActions((event: RequestEvent, form) => {
  const { tenant } = event.params
  const { members } = apiOf(event)
  const persona = personaOf(form)
  return {
    invite: (email, role) => members.invite.mutate({ tenant, email, role: role as Invite['role'], persona }),
    setRole: (userId, role) => members.setRole.mutate({ tenant, userId, role: role as SetRole['role'], persona }),
    remove: (userId) => members.remove.mutate({ tenant, userId }),
    revoke: (invitationId) => members.revokeInvitation.mutate({ tenant, invitationId }),
  }
})
