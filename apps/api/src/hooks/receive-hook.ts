import { routePath } from 'hono/route'
import { longestBody } from '@throughline/connector-kit'
import type { Delivery, Received } from '@throughline/core/ingest'
import type { ApiDeps } from '../deps.ts'
import { describeError } from '../errors/describe-error.ts'
import { readBody } from '../http/read-body.ts'
import { problemResponse } from '../http/problem.ts'
import type { HttpContext } from '../http/variables.ts'

/** Whatever was wrong with address or proof, the answer leaves no earlier than this, so that its time says nothing either. */
const refusalMs = 60

/**
 * A delivery at one of our webhook doors. 2xx only once the raw body is durable; an address that is nobody's and a wrong
 * proof answer alike; whatever fails on our side is 503, so that the provider comes again.
 */
export async function receiveHook(deps: ApiDeps, c: HttpContext): Promise<Response> {
  const started = performance.now()
  c.set('route', routePath(c))
  const { connector = '', connection, kind = '' } = c.req.param() as Record<string, string | undefined>
  const { raw } = c.req
  // One byte more than is allowed tells the door that it is too long.
  const body = await readBody(raw, longestBody + 1)
  const delivery: Delivery = {
    connector,
    connectionId: connection,
    kind,
    request: { method: raw.method, url: raw.url, headers: raw.headers, body },
  }
  let received: Received
  try {
    received = await deps.services.receiver.receive(delivery)
  } catch (error) {
    deps.metrics.webhooks.inc({ connector: 'any', kind: 'any', outcome: 'failed' })
    deps.logger.error({ requestId: c.get('requestId'), error: describeError(error) }, 'a delivery could not be kept')
    return problemResponse({ title: 'Try again later', status: 503 }, { 'retry-after': '30' })
  }
  // Only what was proved may name a connector: labels made of typed paths would never end.
  const proved = received.result !== 'unknown' && received.result !== 'unproved'
  deps.metrics.webhooks.inc({
    connector: proved ? connector : 'any',
    kind: proved ? kind : 'any',
    outcome: received.result,
  })
  const response = await answer(received, started, deps.now())
  // The rest of it was never read: nothing more can be asked over this connection.
  if (body.length > longestBody) response.headers.set('connection', 'close')
  return response
}

async function answer(received: Received, started: number, now: Date): Promise<Response> {
  switch (received.result) {
    case 'accepted':
      return new Response(null, { status: 200 })
    case 'answer':
      return received.response
    case 'malformed':
      return problemResponse({
        title: 'Unknown shape',
        status: 400,
        detail: 'This delivery does not have the shape that is expected here. It was set aside.',
        errors: received.issues.map(({ path, message }) => ({ field: path || 'body', detail: message })),
      })
    case 'busy': {
      const seconds = Math.max(1, Math.ceil((received.retryAt.getTime() - now.getTime()) / 1000))
      return problemResponse({ title: 'Too many requests', status: 429 }, { 'retry-after': String(seconds) })
    }
    case 'unknown':
    case 'unproved':
      return refuseHook(started)
  }
}

/** What every wrong address and every wrong proof is answered. */
export async function refuseHook(started: number): Promise<Response> {
  const { promise, resolve } = Promise.withResolvers<void>()
  setTimeout(resolve, refusalMs - (performance.now() - started))
  await promise
  return problemResponse({ title: 'Not authorised', status: 401 }, { 'www-authenticate': 'Basic realm="webhooks"' })
}
