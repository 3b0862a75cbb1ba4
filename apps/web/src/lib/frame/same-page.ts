/**
 * The same page of another client, with the same days and filters. What belongs to one client alone (a connection, an open
 * proof) is left behind.
 */
export function samePageOf(slug: string, url: { pathname: string; search: string }): string {
  const [, t, , section] = url.pathname.split('/')
  if (t !== 't') return `/t/${slug}/overview`
  const search = new URLSearchParams(url.search)
  for (const own of ['proof', 'batch', 'cursor', 'of', 'done']) search.delete(own)
  const kept = search.size > 0 ? `?${search}` : ''
  return `/t/${slug}/${section ?? 'overview'}${kept}`
}
