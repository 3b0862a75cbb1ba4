import type { Rng } from '@throughline/stats'

/** How a link was marked: what ActBlue carries from the link to the gift. */
export interface Codes {
  refcode: string | null
  refcode2: string | null
  refcodeSB: string | null
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'
const token = (rng: Rng, length: number): string =>
  Array.from({ length }, () => alphabet[rng.below(alphabet.length)]).join('')

/** Codes of a gift given on `day` (YYYY-MM-DD): an email, an ad, a text, the site, or no code at all. */
export function codesOf(rng: Rng, day: string): Codes {
  const compact = day.replaceAll('-', '')
  const channel = rng.float()
  if (channel < 0.34) return { refcode: `em_${compact}_${rng.pick(['a', 'b', 'c'])}`, refcode2: null, refcodeSB: null }
  if (channel < 0.56)
    // Practice is to copy the click id behind `fb_`; the value is cut to 50 characters on its way.
    return {
      refcode: `fb_${compact.slice(0, 6)}_video${1 + rng.below(6)}`,
      refcode2: rng.chance(0.7) ? `fb_IwZXh0bgNhZW0BMAB${token(rng, rng.pick([31, 28]))}` : null,
      refcodeSB: null,
    }
  if (channel < 0.74)
    return {
      refcode: `sms_${compact}_${1 + rng.below(3)}`,
      refcode2: null,
      refcodeSB: rng.chance(0.8) ? token(rng, 12) : null,
    }
  if (channel < 0.86)
    return {
      refcode: rng.pick(['website_header', 'website_footer', 'homepage_modal']),
      refcode2: null,
      refcodeSB: null,
    }
  return { refcode: null, refcode2: null, refcodeSB: null }
}
