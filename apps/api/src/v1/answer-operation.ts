import { Unauthenticated } from '@throughline/canonical'
import { OverLimit, type ProvedKey } from '@throughline/core/api-keys'
import type { ApiDeps } from '../deps.ts'
import { measured, note } from '../http/measured.ts'
import { problemOf, problemResponse } from '../http/problem.ts'
import type { HttpContext } from '../http/variables.ts'
import type { TenantGate } from '../tenant-gate.ts'
import type { Asked } from '../trpc/context.ts'
import { readableFrom } from './cross-origin.ts'
import type { Operation } from './operation.ts'
import { proveKey, requireScope } from './prove-key.ts'
import { rateHeaders } from './rate-headers.ts'

/** Answers one operation: proves the key, its scope and its limit, then lets it run in its client's turn. */
export async function answerOperation(
  deps: ApiDeps,
  gate: TenantGate,
  operation: Operation,
  c: HttpContext,
): Promise<Response> {
  const started = performance.now()
  const spent = deps.meter?.begin()
  const askedOf = (key: ProvedKey, failed: boolean): Asked[] => [
    { tenantId: key.tenantId, ms: performance.now() - started, cpuUs: spent?.() ?? 0, failed },
  ]
  try {
    return await answer(deps, gate, operation, c, askedOf)
  } finally {
    spent?.()
  }
}

async function answer(
  deps: ApiDeps,
  gate: TenantGate,
  operation: Operation,
  c: HttpContext,
  askedOf: (key: ProvedKey, failed: boolean) => Asked[],
): Promise<Response> {
  const { apiKeys } = deps.services
  const { raw } = c.req
  c.set('route', operation.path)
  let key: ProvedKey | undefined
  let left: Record<string, string> = {}
  let response: Response
  try {
    const proved = await proveKey(deps.services, raw, operation)
    key = proved
    requireScope(proved, operation)
    const takeEvents = async (count: number) => {
      left = rateHeaders(await apiKeys.takeEvents(proved, count))
    }
    const run = () => operation.handle({ deps, c, key: proved, takeEvents })
    if (operation.counts === 'requests') {
      left = rateHeaders(await apiKeys.takeRequest(proved))
      response = await gate.run(proved.tenantId, run)
    } else {
      response = await run()
    }
  } catch (error) {
    if (error instanceof OverLimit) left = rateHeaders(error.allowance)
    try {
      response = refused(error, deps.now())
    } catch (bug) {
      if (key) note(deps, 'v1', askedOf(key, true), 0)
      throw bug
    }
  }
  if (key) response = await measured(deps, 'v1', response, askedOf(key, response.status >= 500))
  const more = { ...left, ...(await readableFrom(deps.services, raw, operation, key)) }
  for (const [name, value] of Object.entries(more)) response.headers.set(name, value)
  return response
}

/** @throws what is a bug of ours, for the frame above to log */
function refused(error: unknown, now: Date): Response {
  if (error instanceof Unauthenticated)
    return problemResponse(
      { title: 'No valid key', status: 401, detail: error.message },
      { 'www-authenticate': 'Bearer realm="throughline"' },
    )
  const problem = problemOf(error, now)
  if (!problem) throw error
  return problem
}
