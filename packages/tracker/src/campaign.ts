/** What a link brought along: one click, one set. */
export interface Campaign {
  utm?: Record<string, string>
  click_ids?: Record<string, string>
  refcode?: string
  refcode2?: string
}

const utms = ['source', 'medium', 'campaign', 'content', 'term', 'id']
const clickIds = 'gclid gbraid wbraid dclid fbclid msclkid ttclid twclid li_fat_id epik ScCid rdt_cid'.split(' ')
const mostCharacters = 500

/** The campaign in an address, if there is one. */
export function campaignIn(url = ''): Campaign | undefined {
  const said = /^[^?#]*\?([^#]+)/.exec(url)?.[1]
  // Also since a phone's engine may know URLSearchParams by name only.
  if (!said) return
  const query = new URLSearchParams(said)
  const pick = (names: readonly string[], prefix = ''): Record<string, string> | undefined => {
    const found = names.flatMap((name) => {
      const value = query.get(prefix + name)
      return value ? [[name, value.slice(0, mostCharacters)]] : []
    })
    return found[0] && (Object.fromEntries(found) as Record<string, string>)
  }
  const [utm, click_ids, refcodes] = [pick(utms, 'utm_'), pick(clickIds), pick(['refcode', 'refcode2'])]
  return utm || click_ids || refcodes
    ? { ...(utm && { utm }), ...(click_ids && { click_ids }), ...refcodes }
    : undefined
}
