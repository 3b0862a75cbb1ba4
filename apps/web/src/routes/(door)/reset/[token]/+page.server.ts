import { redirect } from '@sveltejs/kit'
import { apiOf } from '#lib/server/api.ts'
import { refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions } from './$types'

export const actions: Actions = {
  default: async (event) => {
    const password = text(await event.request.formData(), 'password')
    try {
      await apiOf(event).session.reset.mutate({ token: event.params.token, password })
    } catch (thrown) {
      return refused(event, thrown, {}, ({ code }) =>
        code === 'NOT_FOUND' || code === 'UNAUTHORIZED' ? words.reset.gone : undefined,
      )
    }
    redirect(303, '/sign-in?done=reset')
  },
}
