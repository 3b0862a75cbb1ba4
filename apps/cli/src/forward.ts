import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StartFailure } from '@throughline/db/embedded'

/** The way to an API that runs in another process. */
export interface Forward {
  /** Hands a request on as it came, and its answer back as it comes: live streams too. */
  pass: (request: IncomingMessage, response: ServerResponse) => void
  /** Asks on behalf of somebody at that address. Rejects where the API is not to be reached. */
  call: (request: Request, remoteAddress: string | undefined) => Promise<Response>
  /** Whether the API says that it takes requests. */
  isReady: () => Promise<boolean>
  close: () => void
}

/** Of one connection only, and so never handed on. */
const hops = new Set(['connection', 'keep-alive', 'transfer-encoding', 'te', 'trailer', 'upgrade', 'proxy-connection'])
const readyWithinMs = 3_000

/**
 * @param proxied whether what reaches us says by `X-Forwarded-For` for whom: it is handed on then, and made here otherwise
 * @throws StartFailure where the address is none
 */
export const forwardTo = (apiUrl: string, proxied: boolean): Forward => {
  const api = addressOf(apiUrl)
  const secure = api.protocol === 'https:'
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const ask = secure ? httpsRequest : httpRequest

  /** The host stays the one that was asked for: by it the API knows our own pages. */
  const open = (method: string, path: string, headers: Record<string, string | string[] | undefined>, from: string) => {
    const kept = Object.entries(headers).filter(([name, value]) => value !== undefined && !hops.has(name))
    const forwarded = proxied && headers['x-forwarded-for'] ? {} : { 'x-forwarded-for': from }
    return ask(new URL(path, api), { method, agent, headers: { ...Object.fromEntries(kept), ...forwarded } })
  }

  return {
    pass: (request, response) => {
      const { method = 'GET', url = '/', headers, socket } = request
      const asked = open(method, url, headers, socket.remoteAddress ?? 'unknown')
      // Whoever leaves takes the request to the API along.
      response.on('close', () => asked.destroy())
      asked.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, endToEnd(answer.rawHeaders))
        response.flushHeaders()
        void pipeline(answer, response).catch(() => {})
      })
      asked.on('error', () => {
        if (response.headersSent) response.destroy()
        else response.writeHead(502, { 'content-type': 'application/problem+json' }).end(noAnswer)
      })
      void pipeline(request, asked).catch(() => {})
    },

    call: async (request, remoteAddress) => {
      const url = new URL(request.url)
      const headers = { ...Object.fromEntries(request.headers), host: url.host }
      const asked = open(request.method, url.pathname + url.search, headers, remoteAddress ?? 'unknown')
      const answered = new Promise<IncomingMessage>((resolve, reject) => {
        asked.on('response', resolve)
        asked.on('error', reject)
      })
      asked.end(request.body ? Buffer.from(await request.arrayBuffer()) : undefined)
      const answer = await answered
      const status = answer.statusCode ?? 502
      const pairs = endToEnd(answer.rawHeaders)
      const given = new Headers()
      for (let i = 0; i < pairs.length; i += 2) given.append(pairs[i] ?? '', pairs[i + 1] ?? '')
      const empty = status === 204 || status === 304
      if (empty) answer.resume()
      return new Response(empty ? null : (Readable.toWeb(answer) as ReadableStream), { status, headers: given })
    },

    isReady: () =>
      fetch(new URL('/readyz', api), { signal: AbortSignal.timeout(readyWithinMs) }).then(
        (answer) => answer.ok,
        () => false,
      ),
    close: () => {
      agent.destroy()
    },
  }
}

const noAnswer = JSON.stringify({ title: 'The API does not answer', status: 502 })

const endToEnd = (raw: readonly string[]): string[] => {
  const kept: string[] = []
  for (let i = 0; i < raw.length; i += 2)
    if (!hops.has((raw[i] ?? '').toLowerCase())) kept.push(raw[i] ?? '', raw[i + 1] ?? '')
  return kept
}

const addressOf = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new StartFailure(
      `API_URL is "${text}"; it must be the address of a "throughline start api", as http://10.0.0.5:3000.`,
    )
  return url
}
