import { redirect } from '@sveltejs/kit'
import type { Questions } from '#lib/app-router.ts'
import { apiOf } from '#lib/server/api.ts'
import { part, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { managedAgency } from '#lib/server/managed-agency.ts'
import { peopleActions } from '#lib/server/people-actions.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

type Role = Questions['agency']['invite']['role']

export const load: PageServerLoad = async (event) => {
  const agency = managedAgency((await event.parent()).me)
  event.depends('app:agency')
  return { agency, people: await part(event, apiOf(event).agency.members.query({ agencyId: agency.agencyId })) }
}

export const actions: Actions = {
  ...peopleActions((event: RequestEvent, form) => {
    const agencyId = text(form, 'agencyId')
    const { agency } = apiOf(event)
    return {
      invite: (email, role) => agency.invite.mutate({ agencyId, email, role: role as Role }),
      setRole: (userId, role) => agency.setRole.mutate({ agencyId, userId, role: role as Role }),
      remove: (userId) => agency.remove.mutate({ agencyId, userId }),
      revoke: (invitationId) => agency.revokeInvitation.mutate({ agencyId, invitationId }),
    }
  }),
  client: async (event) => {
    const form = await event.request.formData()
    const brandColor = text(form, 'brandColor').trim()
    const client = {
      agencyId: text(form, 'agencyId'),
      name: text(form, 'name').trim(),
      slug: text(form, 'slug').trim().toLowerCase(),
      timeZone: text(form, 'timeZone'),
      currency: text(form, 'currency').trim().toUpperCase(),
      brandColor: brandColor === '' ? null : brandColor,
    }
    let slug: string
    try {
      ;({ slug } = await apiOf(event).agency.createTenant.mutate(client))
    } catch (thrown) {
      return refused(event, thrown, { of: 'client', ...client })
    }
    redirect(303, `/t/${slug}/connections/new`)
  },
}
