import { fail, redirect } from '@sveltejs/kit'
import { homeOf, safeNext } from '#lib/home.ts'
import { readRefusal } from '#lib/refusal.ts'
import { apiOf } from '#lib/server/api.ts'
import { text } from '#lib/server/form.ts'
import { isRecovery, wrongCode } from '#lib/server/wrong-code.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = await apiOf(event)
    .session.whoAmI.query()
    .catch(() => undefined)
  if (me) redirect(303, safeNext(event.url.searchParams.get('next')) ?? homeOf(me))
  return {
    said: { out: words.signIn.signedOut, reset: words.signIn.passwordChanged }[
      event.url.searchParams.get('done') ?? ''
    ],
  }
}

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData()
    const [email, password, code] = [
      text(form, 'email').trim(),
      text(form, 'password'),
      text(form, 'code').replaceAll(' ', ''),
    ]
    let status: 'signed_in' | 'code_needed'
    try {
      ;({ status } = await apiOf(event).session.signIn.mutate({ email, password, ...(code ? { code } : {}) }))
    } catch (thrown) {
      const refusal = readRefusal(thrown)
      const known = refusal.code === 'UNAUTHORIZED' || refusal.code === 'BAD_REQUEST'
      return fail(refusal.code === 'TOO_MANY_REQUESTS' ? 429 : known ? 400 : 503, {
        email,
        step: code ? ('code' as const) : ('password' as const),
        recovering: isRecovery(code),
        message:
          code && known
            ? wrongCode(code)
            : known
              ? words.signIn.wrong
              : refusal.code === 'TOO_MANY_REQUESTS'
                ? words.errors.busy
                : words.errors.unreachable,
        reference: known ? undefined : refusal.reference,
      })
    }
    if (status === 'code_needed')
      return { email, step: 'code' as const, recovering: false, message: undefined, reference: undefined }
    redirect(303, safeNext(event.url.searchParams.get('next')) ?? '/')
  },
}
