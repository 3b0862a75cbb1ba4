import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@throughline/api'

export type { AppRouter }
/** What each procedure answers, by router and name. */
export type Answers = inferRouterOutputs<AppRouter>
export type Questions = inferRouterInputs<AppRouter>

export type Tenant = Answers['session']['whoAmI']['tenants'][number]
