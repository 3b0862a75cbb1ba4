import { redirect, type RequestEvent } from '@sveltejs/kit'
import type { Refusal } from '#lib/refusal.ts'
import { apiOf } from '#lib/server/api.ts'
import { part, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { qrOf } from '#lib/server/qr.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

const w = words.account

export const load: PageServerLoad = async (event) => ({
  secondStep: await part(event, apiOf(event).session.secondStep.query()),
})

/** What needs one's own password, which may be wrong. */
async function withPassword<T extends object>(
  event: RequestEvent,
  of: string,
  field: string,
  deed: (form: FormData) => Promise<T>,
) {
  const form = await event.request.formData()
  try {
    return await deed(form)
  } catch (thrown) {
    const wrong = ({ code, fields }: Refusal) =>
      code === 'UNAUTHORIZED' || code === 'FORBIDDEN' || fields[field] ? w.wrongCurrent : undefined
    return refused(event, thrown, { of }, wrong)
  }
}

export const actions: Actions = {
  password: (event) =>
    withPassword(event, 'password', 'current', async (form) => {
      const given = { current: text(form, 'current'), password: text(form, 'password') }
      await apiOf(event).session.changePassword.mutate(given)
      return { of: 'password', said: w.changed }
    }),
  totpBegin: async (event) => {
    try {
      const begun = await apiOf(event).session.totpBegin.mutate()
      return { of: 'totp', begun: { ...begun, qr: qrOf(begun.uri) } }
    } catch (thrown) {
      return refused(event, thrown, { of: 'totp' })
    }
  },
  totpConfirm: async (event) => {
    const form = await event.request.formData()
    const [secret, uri] = [text(form, 'secret'), text(form, 'uri')]
    try {
      const { codes } = await apiOf(event).session.totpConfirm.mutate({ code: text(form, 'code').replaceAll(' ', '') })
      return { of: 'totp', said: w.totpConfirmed, codes }
    } catch (thrown) {
      return refused(event, thrown, { of: 'totp', begun: { secret, uri, qr: qrOf(uri) } }, ({ code }) =>
        code === 'UNAUTHORIZED' || code === 'BAD_REQUEST' ? w.totpWrong : undefined,
      )
    }
  },
  totpRemove: (event) =>
    withPassword(event, 'totpRemove', 'password', async (form) => {
      await apiOf(event).session.totpRemove.mutate({ password: text(form, 'password') })
      return { of: 'totp', said: w.totpRemoved }
    }),
  renewCodes: (event) =>
    withPassword(event, 'codes', 'password', async (form) => {
      const { codes } = await apiOf(event).session.renewRecoveryCodes.mutate({ password: text(form, 'password') })
      return { of: 'codes', said: w.codesRenewed, codes }
    }),
  everywhere: async (event) => {
    try {
      await apiOf(event).session.signOutEverywhere.mutate()
    } catch (thrown) {
      return refused(event, thrown, { of: 'everywhere' })
    }
    redirect(303, '/sign-in?done=out')
  },
}
