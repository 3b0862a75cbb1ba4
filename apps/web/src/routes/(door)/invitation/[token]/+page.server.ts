import { fail, redirect } from '@sveltejs/kit'
import { readRefusal } from '#lib/refusal.ts'
import { apiOf } from '#lib/server/api.ts'
import { must, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { isRecovery, wrongCode } from '#lib/server/wrong-code.ts'
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
    const code = text(form, 'code').replaceAll(' ', '')
    let status: 'signed_in' | 'code_needed'
    try {
      ;({ status } = await apiOf(event).invitation.accept.mutate({
        token: event.params.token,
        name,
        password: text(form, 'password'),
        ...(code ? { code } : {}),
      }))
    } catch (thrown) {
      return refused(event, thrown, { name, asksCode: code !== '', recovering: isRecovery(code) }, (refusal) => {
        if (refusal.code === 'NOT_FOUND') return words.invitation.gone
        if (refusal.code !== 'UNAUTHORIZED') return undefined
        return code ? wrongCode(code) : words.invitation.wrongPassword
      })
    }
    if (status === 'code_needed')
      return fail(400, {
        values: { name, asksCode: true },
        fields: {},
        message: words.invitation.needsCode,
        reference: undefined,
      })
    redirect(303, '/')
  },
}
