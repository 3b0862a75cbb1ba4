import { redirect } from '@sveltejs/kit'
import { apiOf } from '#lib/server/api.ts'
import type { Actions } from './$types'

/** Signing out is a deed: a form, never a link. */
export const actions: Actions = {
  default: async (event) => {
    await apiOf(event)
      .session.signOut.mutate()
      .catch(() => undefined)
    redirect(303, '/sign-in?done=out')
  },
}
