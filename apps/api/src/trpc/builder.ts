import { TooMany, Unauthenticated } from '@throughline/canonical'
import { initTRPC } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { InTenant } from '../contract/index.ts'
import type { ApiContext } from './context.ts'
import { asTrpcError, errorFacts } from './error-shape.ts'

const t = initTRPC.context<ApiContext>().create({
  isDev: false,
  errorFormatter({ shape, error, ctx }) {
    const { message, field, retryAt } = errorFacts(error)
    const { code, httpStatus } = shape.data
    return { ...shape, message, data: { code, httpStatus, field, retryAt, requestId: ctx?.requestId ?? null } }
  },
})

export const router = t.router
/** What a mutation without an answer answers. */
export const done = { ok: true } as const

/** Needs nobody to be signed in. Times every procedure, and turns core's errors into statuses. */
export const anyone = t.procedure.use(async ({ ctx, next, path, type }) => {
  const started = performance.now()
  const result = await next()
  const error = result.ok ? undefined : asTrpcError(result.error)
  const status = error ? getHTTPStatusCodeFromError(error) : 200
  ctx.deps.metrics.http.observe({ method: type, route: `trpc/${path}`, status }, (performance.now() - started) / 1000)
  if (error) throw error
  return result
})

/** Needs a person: a session's token proves who. */
export const person = anyone.use(async ({ ctx, next }) => {
  const found = await ctx.authenticated()
  if (!found || ctx.token === undefined) throw new Unauthenticated('Not signed in.')
  return next({ ctx: { actor: found.actor, token: ctx.token } })
})

/**
 * Needs a person with a grant in the tenant that the input names by its slug, and waits for the tenant's turn. Another's
 * slug and nobody's answer alike, before anything else of the input is looked at.
 */
export const inTenant = person.input(InTenant).use(async ({ ctx, input, next }) => {
  const tenantId = await ctx.services.tenants.tenantOf(ctx.actor, input.tenant)
  const started = performance.now()
  const spent = ctx.deps.meter?.begin()
  let failed = true
  try {
    const result = await ctx.gate.run(tenantId, () => next({ ctx: { tenantId } }))
    failed = !result.ok && getHTTPStatusCodeFromError(asTrpcError(result.error)) >= 500
    return result
  } catch (error) {
    // Too many at once is the caller's to mend.
    failed = !(error instanceof TooMany)
    throw error
  } finally {
    ctx.asked.push({ tenantId, ms: performance.now() - started, cpuUs: spent?.() ?? 0, failed })
  }
})
