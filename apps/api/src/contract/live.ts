import { z } from 'zod'

/**
 * `GET /live` (an EventSource, one per browser): `event: notice` says that something of a granted client changed, and the page
 * reads again what it shows; a lost notice costs seconds, not truth. `?since=` when the page was made: what was said between then
 * and the opening is said again. `event: ended` comes before the stream ends because the
 * session or a grant is gone, or the server goes down.
 */
export const LiveNotice = z.object({
  tenantId: z.uuid(),
  /** The slug, as in the page's URL. */
  tenant: z.string(),
  kind: z.string(),
  /** The batch written last; null where it is not about a batch. */
  batch: z.number().int().nullable(),
})
export type LiveNotice = z.infer<typeof LiveNotice>
export const LiveEnded = z.object({ why: z.enum(['signed_out', 'grants_changed', 'server_closing']) })
export type LiveEnded = z.infer<typeof LiveEnded>
