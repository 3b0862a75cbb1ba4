import { createTRPCClient, httpBatchLink } from '@trpc/client'
import type { AppRouter } from './app-router.ts'

/** The API from the browser, for what a person opens in place. */
export const api = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/trpc' })] })
