import { initTRPC } from '@trpc/server'
import type { ApiContext } from './context.ts'

const t = initTRPC.context<ApiContext>().create({ isDev: false })

export const router = t.router
/** Needs nobody to be signed in. */
export const anyone = t.procedure
/** Needs a person. */
export const person = t.procedure
/** Needs a person with a grant in the tenant that the input names. */
export const inTenant = t.procedure

export function notYet(): never {
  throw new Error('not wired')
}
