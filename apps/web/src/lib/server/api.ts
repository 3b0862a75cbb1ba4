import { createTRPCClient, httpBatchLink } from '@trpc/client'
import type { AppRouter } from '#lib/app-router.ts'

/** The API as the person asking for this page sees it: calls made in one turn travel together. */
export function apiOf(event: { fetch: typeof fetch }) {
  return createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/trpc', fetch: event.fetch })] })
}
