/**
 * Whether a request that changes something comes from our own pages. A browser always says where it comes from: `Origin`,
 * which must be the public address or the host that was asked, or where that is missing `Sec-Fetch-Site`.
 */
export function isSameOrigin(headers: Headers, publicUrl: URL): boolean {
  const origin = headers.get('origin')
  if (origin === null) return headers.get('sec-fetch-site') === 'same-origin'
  if (!URL.canParse(origin)) return false
  const from = new URL(origin)
  if (from.origin === publicUrl.origin) return true
  // The host asked for, over whatever scheme reached us: a proxy may have taken TLS off.
  return from.host === headers.get('host') && (from.protocol === 'https:' || publicUrl.protocol === 'http:')
}
