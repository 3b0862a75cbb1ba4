import { error } from '@sveltejs/kit'
import { safeBrand } from '#lib/brand.ts'
import { words } from '#lib/words.ts'
import type { LayoutServerLoad } from './$types'

/** Whose numbers these are. Another's slug and nobody's answer alike. */
export const load: LayoutServerLoad = async ({ parent, params, locals }) => {
  const { me } = await parent()
  const tenant = me.tenants.find((each) => each.slug === params.tenant)
  if (!tenant) error(404, words.errors.notFound)
  const brand = safeBrand(tenant.brandColor)
  if (brand) locals.brand = brand
  locals.locale = tenant.locale
  return { tenant }
}
