import type { Handler } from '../jobs/index.ts'
import { lastWorkOf } from '../jobs/index.ts'
import type { Connectors, Kit } from '../ingest/deps.ts'
import { jobOf, requireConnection } from './connection.store.ts'
import type { ReadDeps } from './read-deps.ts'
import { readStreams } from './stream-state.store.ts'

/** The streams that this connection's settings want read, in the connector's order. */
export function wantedStreams(
  { connectors, kit }: { connectors: Connectors; kit: Pick<Kit, 'isPolled'> },
  connection: { connector: string; config: Record<string, unknown> },
): string[] {
  const connector = connectors[connection.connector]
  const config = connector?.config.safeParse(connection.config)
  if (!connector || !config?.success) return []
  return Object.entries(connector.streams)
    .filter(([, stream]) => kit.isPolled(stream, config.data))
    .map(([name]) => name)
}

/**
 * Nudges every stream of a connection that is to be read now; the nudge names the connection. A stream whose history is still
 * being read for the first time is left to that.
 */
export function readConnection(deps: ReadDeps): Handler {
  return async ({ tenantId, ref = '' }) => {
    const streams = await deps.door.withTenant(jobOf(tenantId, 'read-connection'), tenantId, async (inside) => {
      const connection = await requireConnection(inside, ref)
      if (connection.state !== 'active') return []
      const standings = await readStreams(inside, ref, 'sync')
      const history = await lastWorkOf(inside, 'backfill', ref)
      const reading = history?.state === 'queued' || history?.state === 'running'
      return wantedStreams(deps, connection).filter((stream) => {
        const standing = standings.get(stream)
        return standing?.state !== 'stopped' && (standing?.position !== undefined || !reading)
      })
    })
    for (const stream of streams)
      await deps.queue.add({ tenantId, kind: 'run-stream', ref: `${ref}/${stream}`, attempt: 0 }, { ifNone: true })
    return 'done'
  }
}
