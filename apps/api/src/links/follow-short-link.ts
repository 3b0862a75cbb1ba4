import type { ApiDeps } from '../deps.ts'
import type { HttpContext } from '../http/variables.ts'

/** Codes are short, and so is what platforms hang on them. */
const longestAddress = 8_000

/**
 * A short link: on to where it leads, for whoever asks. Nobody is signed in here, nothing is set and nothing of the person kept. A code
 * that is nobody's and one that is archived answer alike, and name nobody.
 */
export async function followShortLink(deps: ApiDeps, c: HttpContext): Promise<Response> {
  const { raw } = c.req
  const header = (name: string) => raw.headers.get(name) ?? ''
  const location =
    raw.url.length > longestAddress
      ? undefined
      : await deps.services.links.follow({
          code: c.req.param('code') ?? '',
          search: new URL(raw.url).search,
          method: raw.method,
          userAgent: header('user-agent'),
          purpose: [header('purpose'), header('sec-purpose'), header('x-purpose'), header('x-moz')].join(' '),
        })
  const quiet = { 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store' }
  return location === undefined
    ? new Response('This link leads nowhere.\n', {
        status: 404,
        headers: { ...quiet, 'content-type': 'text/plain; charset=utf-8' },
      })
    : new Response(null, { status: 302, headers: { ...quiet, location } })
}
