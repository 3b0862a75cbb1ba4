import { error, fail } from '@sveltejs/kit'
import { apiOf } from '#lib/server/api.ts'
import { refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

const w = words.people

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  if (!tenant.may.includes('contacts.find')) error(403, words.errors.denied)
}

/** What stays on the page between one deed and the next: only what the page already showed. */
const foundIn = (form: FormData) => ({
  contactNo: Number(text(form, 'contactNo')),
  masked: text(form, 'masked'),
  gifts: Number(text(form, 'gifts')),
  since: text(form, 'since') || null,
})

export const actions: Actions = {
  find: async (event) => {
    const form = await event.request.formData()
    const [email, phone] = [text(form, 'email').trim(), text(form, 'phone').trim()]
    if (!email && !phone)
      return fail(400, { values: {}, fields: { email: w.either }, message: undefined, reference: undefined })
    try {
      const found = await apiOf(event).contacts.find.mutate({
        tenant: event.params.tenant,
        ...(email ? { email } : {}),
        ...(phone ? { phone } : {}),
      })
      return { found, revealed: undefined, certificate: undefined }
    } catch (thrown) {
      return refused(event, thrown, {})
    }
  },
  reveal: async (event) => {
    const found = foundIn(await event.request.formData())
    try {
      return {
        found,
        revealed: await apiOf(event).contacts.reveal.mutate({
          tenant: event.params.tenant,
          contactNo: found.contactNo,
        }),
        certificate: undefined,
      }
    } catch (thrown) {
      return refused(event, thrown, { found })
    }
  },
  erase: async (event) => {
    const form = await event.request.formData()
    const found = foundIn(form)
    if (text(form, 'confirm').trim().toLowerCase() !== w.eraseWord)
      return fail(400, {
        values: { found },
        fields: { confirm: w.eraseConfirm },
        message: undefined,
        reference: undefined,
      })
    try {
      return {
        found: undefined,
        revealed: undefined,
        certificate: await apiOf(event).contacts.erase.mutate({
          tenant: event.params.tenant,
          contactNo: found.contactNo,
        }),
      }
    } catch (thrown) {
      return refused(event, thrown, { found })
    }
  },
}
