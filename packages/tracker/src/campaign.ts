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
export function campaignIn(url: string | undefined): Campaign | undefined {
  const query = new Map<string, string>()
  for (const pair of (/\?([^#]*)/.exec(url ?? '')?.[1] ?? '').split('&')) {
    const [name = '', value = ''] = pair.split('=')
    if (value && !query.has(name)) query.set(name, decoded(value).slice(0, mostCharacters))
  }
  const pick = (names: readonly string[], prefix = '') => {
    const found = names.filter((name) => query.has(prefix + name)).map((name) => [name, query.get(prefix + name)])
    return found.length > 0 ? (Object.fromEntries(found) as Record<string, string>) : undefined
  }
  const [utm, click_ids, refcodes] = [pick(utms, 'utm_'), pick(clickIds), pick(['refcode', 'refcode2'])]
  return utm || click_ids || refcodes
    ? { ...(utm && { utm }), ...(click_ids && { click_ids }), ...refcodes }
    : undefined
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
