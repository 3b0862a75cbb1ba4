import { error, redirect } from '@sveltejs/kit'
import type { Questions } from '#lib/app-router.ts'
import { act } from '#lib/server/act.ts'
import { apiOf } from '#lib/server/api.ts'
import { part, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

type Role = Questions['agency']['invite']['role']
const w = words.members

export const load: PageServerLoad = async (event) => {
  const { me } = await event.parent()
  const agency = me.agencies.find(({ role }) => role === 'owner' || role === 'admin')
  if (!agency) error(403, words.errors.denied)
  event.depends('app:agency')
  return { agency, people: await part(event, apiOf(event).agency.members.query({ agencyId: agency.agencyId })) }
}

export const actions: Actions = {
  invite: async (event) => {
    const form = await event.request.formData()
    const email = text(form, 'email').trim()
    try {
      await apiOf(event).agency.invite.mutate({
        agencyId: text(form, 'agencyId'),
        email,
        role: text(form, 'role') as Role,
      })
    } catch (thrown) {
      return refused(event, thrown, { of: 'invite', email })
    }
    return { of: 'invite', said: w.sent(email) }
  },
  change: async (event) => {
    const form = await event.request.formData()
    const change = { agencyId: text(form, 'agencyId'), userId: text(form, 'userId'), role: text(form, 'role') as Role }
    return act(event, 'members', apiOf(event).agency.setRole.mutate(change), w.changed)
  },
  remove: async (event) => {
    const form = await event.request.formData()
    const which = { agencyId: text(form, 'agencyId'), userId: text(form, 'userId') }
    return act(event, 'members', apiOf(event).agency.remove.mutate(which), w.removed)
  },
  revoke: async (event) => {
    const form = await event.request.formData()
    const which = { agencyId: text(form, 'agencyId'), invitationId: text(form, 'invitationId') }
    return act(event, 'invite', apiOf(event).agency.revokeInvitation.mutate(which), w.revoked)
  },
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
