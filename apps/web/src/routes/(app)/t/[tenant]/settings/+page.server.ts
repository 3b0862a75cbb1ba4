import { apiOf } from '#lib/server/api.ts'
import { must, refused } from '#lib/server/ask.ts'
import { text } from '#lib/server/form.ts'
import { words } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  return { settings: await must(event, apiOf(event).settings.read.query({ tenant: tenant.slug })) }
}

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData()
    const brandColor = text(form, 'brandColor').trim()
    const consentSource = text(form, 'consentSource').trim()
    const settings = {
      name: text(form, 'name').trim(),
      timeZone: text(form, 'timeZone'),
      currency: text(form, 'currency').trim().toUpperCase(),
      locale: text(form, 'locale').trim(),
      weekStart: Number(text(form, 'weekStart')),
      fiscalYearMonth: Number(text(form, 'fiscalYearMonth')),
      brandColor: brandColor === '' ? null : brandColor,
      vertical: text(form, 'vertical') === 'commerce' ? ('commerce' as const) : ('fundraising' as const),
      consentSource: consentSource === '' ? null : consentSource,
    }
    try {
      await apiOf(event).settings.update.mutate({ tenant: event.params.tenant, settings })
    } catch (thrown) {
      return refused(event, thrown, settings)
    }
    return { said: words.settings.saved }
  },
}
