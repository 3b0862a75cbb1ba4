import { apiOf } from '#lib/server/api.ts'
import { refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import type { Actions } from './$types'

export const actions: Actions = {
  default: async (event) => {
    const email = text(await event.request.formData(), 'email').trim()
    try {
      await apiOf(event).session.forgot.mutate({ email })
    } catch (thrown) {
      return refused(event, thrown, { email })
    }
    return { sent: email }
  },
}
