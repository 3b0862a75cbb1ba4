import { redirect } from '@sveltejs/kit'
import { readRefusal } from '#lib/refusal.ts'
import { apiOf } from '#lib/server/api.ts'
import { must, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

/** The one-time link that a fresh installation prints. */
export const load: PageServerLoad = async (event) => {
  const link = apiOf(event)
    .firstOwner.view.query({ token: event.params.token })
    .then(() => true)
    .catch((thrown: unknown) => {
      if (['NOT_FOUND', 'BAD_REQUEST'].includes(readRefusal(thrown).code)) return false
      throw thrown
    })
  return { holds: await must(event, link) }
}

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData()
    const owner = {
      agencyName: text(form, 'agencyName').trim(),
      name: text(form, 'name').trim(),
      email: text(form, 'email').trim(),
    }
    try {
      await apiOf(event).firstOwner.accept.mutate({
        token: event.params.token,
        ...owner,
        password: text(form, 'password'),
      })
    } catch (thrown) {
      return refused(event, thrown, owner, ({ code }) => (code === 'NOT_FOUND' ? words.firstOwner.gone : undefined))
    }
    redirect(303, '/')
  },
}
