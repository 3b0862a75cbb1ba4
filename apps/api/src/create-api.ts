import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ApiDeps } from './deps.ts'
import { healthz, readyz } from './health/health.ts'
import { receiveHook, refuseHook } from './hooks/receive-hook.ts'
import { observe } from './http/observe.ts'
import { problemOf, problemResponse } from './http/problem.ts'
import { requestId } from './http/request-id.ts'
import { securityHeaders } from './http/security-headers.ts'
import { sessionToken } from './http/session-cookie.ts'
import { timeLimit } from './http/time-limit.ts'
import type { Carrier, HttpEnv } from './http/variables.ts'
import { followShortLink } from './links/follow-short-link.ts'
import { createLiveHub } from './live/live-hub.ts'
import { answerMetrics } from './metrics/answer.ts'
import { createTenantGate } from './tenant-gate.ts'
import { answerTrpc } from './trpc/answer-trpc.ts'
import { uploadEvents } from './uploads/upload-events.ts'
import { mountV1 } from './v1/mount-v1.ts'

export interface Api {
  /** Answers everything below `/trpc`, `/hooks`, `/l`, `/live`, `/v1`, `/upload`, `/healthz`, `/readyz`, `/metrics`. */
  fetch(request: Request, carrier?: Carrier): Promise<Response>
  /** Every door that HTTP has, as `GET /healthz`: what the route test walks. */
  readonly routes: readonly string[]
  /** Takes no more: `/readyz` says so, live streams end. */
  close(): Promise<void>
}

const trpcBodyLimit = 1024 * 1024
const longestMs = 30_000
const hookLongestMs = 15_000

/** Makes the HTTP face of everything. It holds no state but open streams and lines of waiting queries. */
export function createApi(deps: ApiDeps): Api {
  const publicUrl = new URL(deps.publicUrl)
  const gate = createTenantGate({ now: deps.now })
  const live = createLiveHub(deps)
  let draining = false
  const app = new Hono<HttpEnv>()

  app.use('*', requestId, observe(deps), securityHeaders(publicUrl))
  app.onError(
    (error) => problemOf(error, deps.now()) ?? problemResponse({ title: 'Something went wrong here', status: 500 }),
  )
  app.notFound(() => problemResponse({ title: 'Not found', status: 404 }))

  app.get('/healthz', () => healthz())
  app.get('/readyz', () => readyz(deps, draining))
  app.get('/metrics', (c) => {
    deps.metrics.waitingQueries.set(gate.waiting())
    return answerMetrics(deps.metrics, deps.metricsToken, c.req.header('authorization'))
  })

  app.use('/hooks/*', timeLimit(hookLongestMs))
  app.on(['GET', 'POST'], ['/hooks/:connector/:connection/:kind', '/hooks/:connector/:kind'], (c) =>
    receiveHook(deps, c),
  )
  app.all('/hooks/*', () => refuseHook(performance.now()))

  app.get('/l/:code', (c) => followShortLink(deps, c))

  app.get('/live', (c) => live.open(sessionToken(c.req.raw.headers), c.req.query('since')))

  mountV1(app, deps, gate)

  // A large file takes as long as it takes.
  app.post('/upload/:tenant/events', (c) => uploadEvents(deps, publicUrl, c))

  const tooLarge = () =>
    problemResponse({ title: 'Too large', status: 413, detail: 'At most 1 MiB.' }, { connection: 'close' })
  app.use('/trpc/*', timeLimit(longestMs), bodyLimit({ maxSize: trpcBodyLimit, onError: tooLarge }))
  app.all('/trpc/*', (c) => answerTrpc(deps, gate, publicUrl, c))

  return {
    fetch: async (request, carrier) => app.fetch(request, carrier),
    routes: [...new Set(app.routes.map(({ method, path }) => `${method} ${path}`))].filter((each) => each !== 'ALL /*'),
    async close() {
      draining = true
      await live.close()
    },
  }
}
