import type { Options } from './options.ts'
import type { Ports } from './ports.ts'

const patienceMs = 30_000
/** A request this small may outlive its page. */
const keepaliveCharacters = 20_000

/** Sends a batch by `fetch`. */
export const post =
  ({ endpoint, key }: Options, send: typeof fetch): Ports['send'] =>
  async (body) => {
    const controller = new AbortController()
    const timer = setTimeout(() => controller.abort(), patienceMs)
    try {
      const response = await send(endpoint, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body,
        credentials: 'omit',
        keepalive: body.length < keepaliveCharacters,
        signal: controller.signal,
      })
      const retryAfter = Number(response.headers.get('retry-after'))
      const said: unknown = await response.json().catch(() => undefined)
      return { status: response.status, ...(retryAfter > 0 && { retryAfter }), body: said }
    } finally {
      clearTimeout(timer)
    }
  }
