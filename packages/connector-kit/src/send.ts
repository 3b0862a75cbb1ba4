import { ProviderChanged } from './errors.ts'
import type { RequestOptions } from './http.ts'
import type { Outgoing } from './auth.ts'

export interface Sent {
  response: Response
  text: string
}

const redirectsFollowed = 3
const timeoutMs = 30_000

/** Sends one request with credentials and follows a GET's redirects, on the provider's own host only. */
export async function send(
  method: string,
  url: URL,
  request: RequestOptions,
  options: {
    origin: string
    fetch: (request: Request) => Promise<Response>
    signal: AbortSignal
    apply: (outgoing: Outgoing) => void
    /** More than this of an answer is not taken, in bytes. */
    longest?: number
  },
): Promise<Sent> {
  let at = url
  for (let hop = 0; hop <= redirectsFollowed; hop += 1) {
    const { body, headers } = bodyOf(request)
    const outgoing = { url: new URL(at), headers }
    options.apply(outgoing)
    const response = await options.fetch(
      new Request(outgoing.url, {
        method,
        headers,
        redirect: 'manual',
        signal: AbortSignal.any([options.signal, AbortSignal.timeout(request.timeoutMs ?? timeoutMs)]),
        ...(body === undefined ? {} : { body }),
      }),
    )
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || location === null)
      return { response, text: await wholeText(response, options.longest) }
    const next = new URL(location, at)
    if (next.origin !== options.origin || method !== 'GET')
      throw new ProviderChanged(`${method} ${at.pathname} redirects to another host or method`)
    at = next
  }
  throw new ProviderChanged(`${method} ${url.pathname} redirects without end`)
}

/** The body as text. @throws Error where fewer bytes came than were announced: the same as no answer */
async function wholeText(response: Response, longest: number | undefined): Promise<string> {
  const bytes = longest === undefined ? new Uint8Array(await response.arrayBuffer()) : await bounded(response, longest)
  const announced = response.headers.get('content-length')
  const encoded = response.headers.get('content-encoding') !== null
  if (announced !== null && !encoded && Number(announced) > bytes.length)
    throw new Error(`${bytes.length} bytes came of ${announced}`)
  return new TextDecoder().decode(bytes)
}

async function bounded(response: Response, longest: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let taken = 0
  // Browsers' types of a stream know no way through it; Node's do.
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    taken += piece.byteLength
    if (taken > longest) throw new ProviderChanged('an answer is longer than is taken')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function bodyOf({ json, form, headers: given }: RequestOptions): { body?: string; headers: Headers } {
  const headers = new Headers({ accept: 'application/json', ...given })
  const type = (value: string) => void (headers.has('content-type') || headers.set('content-type', value))
  if (json !== undefined) {
    type('application/json')
    return { body: JSON.stringify(json), headers }
  }
  if (form === undefined) return { headers }
  type('application/x-www-form-urlencoded')
  return { body: new URLSearchParams(form).toString(), headers }
}
