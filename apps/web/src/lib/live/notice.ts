/** That something of a tenant changed, and up to which batch; what changed is read anew. */
export interface Notice {
  tenant: string
  kind: string
  batch?: number | undefined
}

/** What the one listener of a browser tells its tabs. `ended`: the stream was refused, so the session may be over. */
export type LiveMessage = { type: 'notice'; notice: Notice } | { type: 'ended' } | { type: 'open' }

/**
 * A notice as sent, or nothing where it is none. Read by hand: three fields are not worth a schema library in every page,
 * and zod tries whether it may compile code, which the page's policy refuses and the browser reports.
 */
export function readNotice(data: unknown): Notice | undefined {
  if (typeof data !== 'string') return undefined
  try {
    const { tenant, kind, batch } = (JSON.parse(data) ?? {}) as Partial<Record<keyof Notice, unknown>>
    if (typeof tenant !== 'string' || typeof kind !== 'string') return undefined
    return typeof batch === 'number' ? { tenant, kind, batch } : { tenant, kind }
  } catch {
    return undefined
  }
}
