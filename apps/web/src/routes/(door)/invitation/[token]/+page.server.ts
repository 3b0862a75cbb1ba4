import { redirect } from '@sveltejs/kit'
import { readRefusal } from '#lib/refusal.ts'
import { apiOf } from '#lib/server/api.ts'
import { must, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const invitation = apiOf(event)
    .invitation.view.query({ token: event.params.token })
    .catch((thrown: unknown) => {
      if (['NOT_FOUND', 'BAD_REQUEST'].includes(readRefusal(thrown).code)) return null
      throw thrown
    })
  return { invitation: await must(event, invitation) }
}

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData()
    const name = text(form, 'name').trim()
    try {
      const { status } = await apiOf(event).invitation.accept.mutate({
        token: event.params.token,
        name,
        password: text(form, 'password'),
      })
      if (status === 'code_needed') redirect(303, '/sign-in')
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown
      return refused(event, thrown, { name }, ({ code }) =>
        code === 'UNAUTHORIZED'
          ? words.invitation.wrongPassword
          : code === 'NOT_FOUND'
            ? words.invitation.gone
            : undefined,
      )
    }
    redirect(303, '/')
  },
}
