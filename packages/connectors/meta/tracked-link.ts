import type { TrackedLink } from '@throughline/canonical'

/**
 * Reads the codes that a link carries: `refcode`, `refcode2` and the like, `utm_…`, and the parameters that a client names. Of a
 * parameter given twice the first counts. The text is taken apart by hand, because macros make it no proper URL.
 */
export function trackedLink(url: string, place: string, parameters: readonly string[]): TrackedLink {
  const named = new Set(parameters.map((name) => name.toLowerCase()))
  const refcodes: Record<string, string> = {}
  const utm: Record<string, string> = {}
  for (const [name, value] of parametersOf(url)) {
    if (value === '') continue
    if (/^utm_\w/i.test(name)) utm[name.slice(4).toLowerCase()] ??= value
    else if (/^refcode/i.test(name) || named.has(name.toLowerCase())) refcodes[name] ??= value
  }
  return {
    url,
    place,
    ...(Object.keys(refcodes).length > 0 ? { refcodes } : {}),
    ...(Object.keys(utm).length > 0 ? { utm } : {}),
  }
}

/** Adds a creative's `url_tags`, a query without its question mark, after what the link has itself. */
export function withTags(url: string, tags: string | null | undefined): string {
  const clean = tags?.trim().replace(/^[?&]+/, '')
  if (!clean) return url
  const [, base = '', hash = ''] = /^([^#]*)(#.*)?$/s.exec(url) ?? []
  const joint = base.includes('?') ? (/[?&]$/.test(base) ? '' : '&') : '?'
  return base + joint + clean + hash
}

function* parametersOf(url: string): Generator<[string, string]> {
  const [, query = ''] = /^[^?#]*\?([^#]*)/s.exec(url) ?? []
  for (const pair of query.split('&')) {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? []
    if (name !== '') yield [decoded(name), decoded(value)]
  }
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}
