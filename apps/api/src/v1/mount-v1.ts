import type { Hono } from 'hono'
import type { ApiDeps } from '../deps.ts'
import { problemResponse } from '../http/problem.ts'
import { timeLimit } from '../http/time-limit.ts'
import type { HttpEnv } from '../http/variables.ts'
import type { TenantGate } from '../tenant-gate.ts'
import { answerOperation } from './answer-operation.ts'
import { preflight } from './cross-origin.ts'
import { openApi } from './openapi.ts'
import type { Operation } from './operation.ts'
import { operations } from './operations.ts'

const longestMs = 30_000

/** Puts every operation of `/v1` on its route, and what goes with them: preflights, the description, the wrong method. */
export function mountV1(
  app: Hono<HttpEnv>,
  deps: ApiDeps,
  gate: TenantGate,
  offered: readonly Operation[] = operations,
): void {
  app.use('/v1/*', timeLimit(longestMs))
  const description = JSON.stringify(openApi(offered, deps.publicUrl))
  app.get('/v1/openapi.json', (c) => c.body(description, 200, { 'content-type': 'application/json' }))
  const methods = new Map<string, string[]>()
  for (const operation of offered) {
    const route = operation.path.replaceAll(/\{(\w+)\}/g, ':$1')
    app.on(operation.method, route, (c) => answerOperation(deps, gate, operation, c))
    if (operation.browser) app.options(route, (c) => preflight(deps.services, c.req.raw, operation))
    methods.set(route, [...(methods.get(route) ?? []), operation.method])
  }
  for (const [route, known] of methods)
    app.all(route, () => problemResponse({ title: 'Not allowed this way', status: 405 }, { allow: known.join(', ') }))
}
