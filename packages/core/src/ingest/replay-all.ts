import type { Handler } from '../jobs/index.ts'
import type { IngestDeps } from './deps.ts'
import { jobOf } from './inbox.store.ts'
import { openIds } from './quarantine.store.ts'
import { replayRows } from './replay-quarantine.ts'

const atOnce = 200

/**
 * Reads everything that a connection has set aside again, for when a connector was mended; the nudge names the connection.
 * Every row is tried once: what still cannot be read keeps its place with today's reasons.
 */
export function replayAll(deps: IngestDeps): Handler {
  return async ({ tenantId, ref = '' }, { signal }) => {
    let after = ''
    for (;;) {
      const { ids, batch } = await deps.door.withTenant(
        jobOf(tenantId, 'replay-quarantine'),
        tenantId,
        async (inside) => {
          const ids = await openIds(inside, ref, after, atOnce)
          return { ids, batch: ids.length > 0 ? (await replayRows(deps, inside, ids)).batch : undefined }
        },
      )
      if (batch !== undefined) deps.notifier.tell({ tenantId, kind: 'batch', batch })
      if (ids.length < atOnce || signal.aborted) break
      after = ids.at(-1) ?? ''
    }
    deps.notifier.tell({ tenantId, kind: 'connections' })
    return 'done'
  }
}
