import { error, redirect } from '@sveltejs/kit'
import { apiOf } from '#lib/server/api.ts'
import { readRefusal } from '#lib/refusal.ts'
import { words } from '#lib/words.ts'
import type { PageServerLoad } from './$types'

/** Finishes a sign-in at a source. The state begins with the name of the client that it was begun for. */
export const load: PageServerLoad = async (event) => {
  await event.parent()
  const state = event.url.searchParams.get('state') ?? ''
  const code = event.url.searchParams.get('code') ?? ''
  const [tenant = ''] = state.split('~')
  if (tenant === '' || code === '') error(400, words.connections.refusedThere)
  let connectionId: string
  try {
    ;({ connectionId } = await apiOf(event).connections.finishSignIn.mutate({ tenant, state, code }))
  } catch (thrown) {
    const refusal = readRefusal(thrown)
    error(refusal.code === 'NOT_FOUND' ? 404 : 400, refusal.message || words.connections.refusedThere)
  }
  redirect(303, `/t/${tenant}/connections/${connectionId}?done=signed_in`)
}
