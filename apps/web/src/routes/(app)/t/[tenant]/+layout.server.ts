import { error } from '@sveltejs/kit'
import { safeBrand } from '#lib/brand.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import { words } from '#lib/words.ts'
import type { LayoutServerLoad } from './$types'

/** Whose numbers these are. Another's slug and nobody's answer alike. */
export const load: LayoutServerLoad = async (event) => {
  const { params, locals } = event
  const { me } = await event.parent()
  const tenant = me.tenants.find((each) => each.slug === params.tenant)
  if (!tenant) error(404, words.errors.notFound)
  const brand = safeBrand(tenant.brandColor)
  if (brand) locals.brand = brand
  locals.locale = tenant.locale
  event.depends(`alerts:${tenant.slug}`)
  return { tenant, openAlerts: await part(event, apiOf(event).alerts.count.query({ tenant: tenant.slug })) }
}
