import type { Rng } from '@throughline/stats'
import type { Appeals } from './appeals.ts'
import type { Millis } from './line-item.ts'

/** How a link was marked: what ActBlue carries from the link to the gift. */
export interface Codes {
  refcode: string | null
  refcode2: string | null
  refcodeSB: string | null
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'
const token = (rng: Rng, length: number): string =>
  Array.from({ length }, () => alphabet[rng.below(alphabet.length)]).join('')

/** Codes of a gift given at a time: of an email, an ad, a text that went out before, the site, or no code at all. */
export function codesOf(rng: Rng, at: Millis, day: string, appeals: Appeals): Codes {
  const channel = rng.float()
  if (channel >= 0.34 && channel < 0.56)
    // Practice is to copy the click id behind `fb_`; the value is cut to 50 characters on its way.
    return {
      refcode: rng.pick(appeals.adsAt(at)).refcode,
      refcode2: rng.chance(0.7) ? `fb_IwZXh0bgNhZW0BMAB${token(rng, rng.pick([31, 28]))}` : null,
      refcodeSB: null,
    }
  const texts = channel >= 0.56 && channel < 0.74 ? appeals.textsBefore(at) : []
  if (texts.length > 0)
    return { refcode: rng.pick(texts).refcode, refcode2: null, refcodeSB: rng.chance(0.8) ? token(rng, 12) : null }
  if (channel < 0.74)
    return { refcode: `em_${day.replaceAll('-', '')}_${rng.pick(['a', 'b', 'c'])}`, refcode2: null, refcodeSB: null }
  if (channel < 0.86)
    return {
      refcode: rng.pick(['website_header', 'website_footer', 'homepage_modal']),
      refcode2: null,
      refcodeSB: null,
    }
  return { refcode: null, refcode2: null, refcodeSB: null }
}
