import { createHash, timingSafeEqual } from 'node:crypto'
import type { Metrics } from './create-metrics.ts'
import { problemResponse } from '../http/problem.ts'

/** What Prometheus reads; where a token is set, only to whoever has it. */
export async function answerMetrics(
  metrics: Metrics,
  token: string | undefined,
  authorization: string | undefined,
): Promise<Response> {
  if (token !== undefined && !sameText(`Bearer ${token}`, authorization ?? ''))
    return problemResponse({ title: 'Not signed in', status: 401 }, { 'www-authenticate': 'Bearer' })
  return new Response(await metrics.registry.metrics(), { headers: { 'content-type': metrics.registry.contentType } })
}

const digest = (text: string) => createHash('sha256').update(text).digest()
const sameText = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))
