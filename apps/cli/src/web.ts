import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { StartFailure } from '@throughline/db/embedded'
import { loadTracker, trackerHandler, trackerPath } from './tracker-script.ts'

/** How the app's server side reaches the API: handed along with each request, so nothing global is shared. */
export type CallApi = (request: Request, remoteAddress: string | undefined) => Promise<Response>

export type WebHandler = (request: IncomingMessage, response: ServerResponse) => void

type Built = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

/**
 * The built app as a request handler, and beside it the tracker that sites load.
 *
 * adapter-node takes every request for https unless a header says otherwise, and then refuses forms posted over plain http: so
 * it reads `x-forwarded-proto`, which we set ourselves except behind a proxy of ours (TRUST_PROXY=1).
 */
export const loadWeb = async (env: NodeJS.ProcessEnv, callApi: CallApi): Promise<WebHandler> => {
  const proxied = env['TRUST_PROXY'] === '1'
  process.env['PROTOCOL_HEADER'] = 'x-forwarded-proto'
  if (proxied) process.env['ADDRESS_HEADER'] = 'x-forwarded-for'
  const { handler } = (await import(pathToFileURL(builtHandler()).href)) as { handler: Built }
  const script = await loadTracker()
  const tracker = script === undefined ? undefined : trackerHandler(script)
  return (request, response) => {
    if (tracker && trackerPath.test(request.url ?? '')) {
      tracker(request, response)
      return
    }
    if (!proxied) request.headers['x-forwarded-proto'] = 'http'
    const { remoteAddress } = request.socket
    Object.assign(request, { throughlineApi: (asked: Request) => callApi(asked, remoteAddress) })
    handler(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found')
    })
  }
}

const builtHandler = (): string => {
  const missing = () => new StartFailure('The app is not built: start with "npm start", which builds it first.')
  try {
    const file = createRequire(import.meta.url).resolve('@throughline/web/handler')
    if (existsSync(file)) return file
  } catch (cause) {
    throw Object.assign(missing(), { cause })
  }
  throw missing()
}
