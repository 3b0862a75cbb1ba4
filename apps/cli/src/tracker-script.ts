import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'

/** Where sites load the tracker from. */
export const trackerPath = /^\/tracker\.js(\?|$)/

/** Asked again after an hour; a day longer it may be used while it is being asked for. */
const caching = 'public, max-age=3600, stale-while-revalidate=86400'

/** The tracker for a script tag, as it was built; undefined where it was not. */
export const loadTracker = async (): Promise<string | undefined> => {
  try {
    return await readFile(createRequire(import.meta.url).resolve('@throughline/tracker/script'), 'utf8')
  } catch {
    return undefined
  }
}

/** Answers for the tracker: to every site, since its text is no secret, and so that a site can bind it to its hash. */
export const trackerHandler = (code: string) => {
  const body = Buffer.from(code)
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
  const headers = {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': caching,
    etag,
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  }
  return (request: Pick<IncomingMessage, 'method' | 'headers'>, response: ServerResponse): void => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end()
      return
    }
    const known = (request.headers['if-none-match'] ?? '').split(',').some((each) => each.trim() === etag)
    response.writeHead(known ? 304 : 200, known ? headers : { ...headers, 'content-length': body.length })
    response.end(known || request.method === 'HEAD' ? undefined : body)
  }
}
