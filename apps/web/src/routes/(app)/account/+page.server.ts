import { redirect } from '@sveltejs/kit'
import { apiOf } from '#lib/server/api.ts'
import { refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions } from './$types'

export const actions: Actions = {
  password: async (event) => {
    const form = await event.request.formData()
    try {
      await apiOf(event).session.changePassword.mutate({
        current: text(form, 'current'),
        password: text(form, 'password'),
      })
    } catch (thrown) {
      return refused(event, thrown, { of: 'password' }, ({ code }) =>
        code === 'UNAUTHORIZED' || code === 'FORBIDDEN' ? words.account.wrongCurrent : undefined,
      )
    }
    return { of: 'password', said: words.account.changed }
  },
  totpBegin: async (event) => {
    try {
      return { of: 'totp', begun: await apiOf(event).session.totpBegin.mutate() }
    } catch (thrown) {
      return refused(event, thrown, { of: 'totp' })
    }
  },
  totpConfirm: async (event) => {
    const form = await event.request.formData()
    const begun = { secret: text(form, 'secret'), uri: text(form, 'uri') }
    try {
      await apiOf(event).session.totpConfirm.mutate({ code: text(form, 'code').replaceAll(' ', '') })
    } catch (thrown) {
      return refused(event, thrown, { of: 'totp', begun }, ({ code }) =>
        code === 'UNAUTHORIZED' || code === 'BAD_REQUEST' ? words.account.totpWrong : undefined,
      )
    }
    return { of: 'totp', said: words.account.totpConfirmed }
  },
  totpRemove: async (event) => {
    const form = await event.request.formData()
    try {
      await apiOf(event).session.totpRemove.mutate({ password: text(form, 'password') })
    } catch (thrown) {
      return refused(event, thrown, { of: 'totp' }, ({ code }) =>
        code === 'UNAUTHORIZED' || code === 'FORBIDDEN' ? words.account.wrongCurrent : undefined,
      )
    }
    return { of: 'totp', said: words.account.totpRemoved }
  },
  everywhere: async (event) => {
    try {
      await apiOf(event).session.signOutEverywhere.mutate()
    } catch (thrown) {
      return refused(event, thrown, { of: 'everywhere' })
    }
    redirect(303, '/sign-in?done=out')
  },
}
