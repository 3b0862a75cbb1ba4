import type { Logger } from 'pino'
import type { Metrics } from '../metrics/create-metrics.ts'
import { describeError } from '../errors/describe-error.ts'
import type { HttpMiddleware } from './variables.ts'
import { routePath } from 'hono/route'

interface ObserveDeps {
  readonly logger: Logger
  readonly metrics: Metrics
}

/** One line and one measurement per request: the route's pattern, never the path as typed, a header or a body. */
export function observe({ logger, metrics }: ObserveDeps): HttpMiddleware {
  return async (c, next) => {
    const started = performance.now()
    await next()
    const seconds = (performance.now() - started) / 1000
    const route = c.get('route') ?? routePath(c, -1)
    const { method } = c.req
    const { status } = c.res
    if (!route.startsWith('trpc/')) metrics.http.observe({ method, route, status }, seconds)
    const line = { requestId: c.get('requestId'), method, route, status, ms: Math.round(seconds * 1000) }
    if (c.error) logger.error({ ...line, error: describeError(c.error) }, 'request failed')
    else if (route !== '/healthz' && route !== '/metrics') logger.info(line, 'request')
  }
}
