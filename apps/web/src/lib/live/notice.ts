import { z } from 'zod'

/** That something of a tenant changed, and up to which batch; what changed is read anew. */
export const Notice = z.object({ tenant: z.string(), kind: z.string(), batch: z.number().nullish() })
export type Notice = z.infer<typeof Notice>

/** What the one listener of a browser tells its tabs. `ended`: the stream was refused, so the session may be over. */
export type LiveMessage = { type: 'notice'; notice: Notice } | { type: 'ended' } | { type: 'open' }

/** A notice as sent, or nothing where it is none. */
export function readNotice(data: unknown): Notice | undefined {
  if (typeof data !== 'string') return undefined
  try {
    return Notice.safeParse(JSON.parse(data)).data
  } catch {
    return undefined
  }
}
