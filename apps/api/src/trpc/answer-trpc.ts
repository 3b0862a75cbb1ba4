import { TooMany } from '@throughline/canonical'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { ApiDeps } from '../deps.ts'
import { describeError } from '../errors/describe-error.ts'
import { errorRow, retryAfterSeconds } from '../errors/error-table.ts'
import { clientAddress } from '../http/client-address.ts'
import { problemResponse } from '../http/problem.ts'
import { isSameOrigin } from '../http/same-origin.ts'
import type { HttpContext } from '../http/variables.ts'
import { appRouter } from '../routers/index.ts'
import type { TenantGate } from '../tenant-gate.ts'
import { measured } from '../http/measured.ts'
import { createContext, type Asked } from './context.ts'

const endpoint = '/trpc'
const known = new Set(Object.keys(appRouter._def.procedures))

/** Procedures of a request by their names, for the log; what is not one of ours is not repeated. */
function routeOf(url: string): string {
  const names = new URL(url).pathname.slice(endpoint.length + 1).split(',')
  return `trpc/${names.map((name) => (known.has(name) ? name : '?')).join(',')}`
}

/** Answers the app's calls. What changes something must come from our own pages. */
export async function answerTrpc(deps: ApiDeps, gate: TenantGate, publicUrl: URL, c: HttpContext): Promise<Response> {
  const { raw } = c.req
  c.set('route', routeOf(raw.url))
  if (raw.method !== 'GET' && !isSameOrigin(raw.headers, publicUrl))
    return problemResponse({ title: 'Not allowed', status: 403, detail: 'This did not come from our own pages.' })
  const requestId = c.get('requestId')
  const address = clientAddress(raw.headers, c.env, deps.trustProxy ?? false)
  const asked: Asked[] = []
  const response = await fetchRequestHandler({
    endpoint,
    req: raw,
    router: appRouter,
    maxBatchSize: 20,
    createContext: (options) => createContext(deps, { requestId, address, gate, asked }, options),
    responseMeta({ errors }) {
      const late = errors.map((error) => errorRow(error)?.error).find((error) => error instanceof TooMany)
      return late ? { headers: { 'retry-after': String(retryAfterSeconds(late, deps.now())) } } : {}
    },
    onError({ error, path }) {
      if (error.code !== 'INTERNAL_SERVER_ERROR') return
      const procedure = path !== undefined && known.has(path) ? path : '?'
      deps.logger.error({ requestId, procedure, error: describeError(error.cause ?? error) }, 'a procedure failed')
    },
  })
  if (asked.length === 0) return response
  return measured(deps, 'app', response, asked)
}
