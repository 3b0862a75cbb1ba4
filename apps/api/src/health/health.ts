import type { ApiDeps } from '../deps.ts'
import { problemResponse } from '../http/problem.ts'

/** The process is up. */
export function healthz(): Response {
  return Response.json({ status: 'ok' })
}

/** Requests can be served: everything that must work does. Says which part does not, never why. */
export async function readyz(
  { readiness, logger }: Pick<ApiDeps, 'readiness' | 'logger'>,
  draining: boolean,
): Promise<Response> {
  if (draining) return problemResponse({ title: 'Shutting down', status: 503 })
  const checks = await Promise.all(
    Object.entries(readiness).map(async ([name, check]) => {
      try {
        await check()
        return undefined
      } catch {
        logger.warn({ check: name }, 'not ready')
        return name
      }
    }),
  )
  const failed = checks.filter((name) => name !== undefined)
  return failed.length === 0
    ? Response.json({ status: 'ready' })
    : problemResponse({ title: 'Not ready', status: 503, detail: `Not working: ${failed.join(', ')}` })
}
