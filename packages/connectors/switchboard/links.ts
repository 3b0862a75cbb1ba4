import type { TrackedLink } from '@throughline/canonical'

/** `{{ "https://…" | sb_link }}`, with straight, single or curly quotes. */
const tag = /\{\{\s*(["'“”‘’])(.+?)["'“”‘’]\s*\|\s*(\w+)[^}]*\}\}/g
const address = /https?:\/\/[^\s<>"'“”‘’{}|]+/gi
const trailing = /[.,;:!?)\]…]+$/

/**
 * The links of a broadcast's template, in order: those in link tags (`place` is the tag's filter, `sb_link` or `sb_actblue`) and
 * those written out (`place` is `text`). A short link hides where it leads: `known` says so, by the link or its last part; nothing
 * is ever fetched.
 */
export function findLinks(text: string, known: Readonly<Record<string, string>> = {}): TrackedLink[] {
  const found: { at: number; url: string; place: string }[] = []
  const rest = text.replace(tag, (whole: string, _quote: string, url: string, filter: string, at: number) => {
    found.push({ at, url: url.trim(), place: filter.toLowerCase() })
    return ' '.repeat(whole.length)
  })
  for (const match of rest.matchAll(address))
    found.push({ at: match.index, url: match[0].replace(trailing, ''), place: 'text' })
  return found.sort((a, b) => a.at - b.at).map(({ url, place }) => ({ ...linkOf(url, known), place }))
}

/** A link with the codes in its address, or in the address that it is known to lead to. */
export function linkOf(url: string, known: Readonly<Record<string, string>> = {}): TrackedLink {
  const plain = url.replaceAll('&amp;', '&')
  const target = leadsTo(plain, known) ?? plain
  const refcodes: Record<string, string> = {}
  const utm: Record<string, string> = {}
  for (const [name, value] of queryOf(target)) {
    if (value === '') continue
    const lower = name.toLowerCase()
    if (lower.startsWith('refcode')) refcodes[`refcode${name.slice('refcode'.length)}`] ??= value
    else if (lower.startsWith('utm_')) utm[lower.slice('utm_'.length)] ??= value
  }
  return {
    url: target,
    ...(Object.keys(refcodes).length > 0 ? { refcodes } : {}),
    ...(Object.keys(utm).length > 0 ? { utm } : {}),
  }
}

/** The last part of a link's path: of a short link the token that stands for it. */
export function slugOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  return new URL(url).pathname.split('/').findLast((part) => part !== '')
}

function leadsTo(url: string, known: Readonly<Record<string, string>>): string | undefined {
  const slug = slugOf(url)
  for (const name of [url, url.replace(/^https?:\/\//i, ''), slug])
    if (name !== undefined && Object.hasOwn(known, name)) return known[name]
  return undefined
}

/** A template's address may hold merge tags, so it is no address to `URL` before it is cut to its query. */
function queryOf(url: string): Iterable<[string, string]> {
  const from = url.indexOf('?')
  if (from === -1) return []
  const [query = ''] = url.slice(from + 1).split('#')
  return new URLSearchParams(query)
}
