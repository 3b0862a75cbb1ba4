import { Invalid, NotFound } from '@throughline/canonical'
import { z } from 'zod'
import { requireConnection } from '../connections/connection.store.ts'
import { actorName, appendAudit } from '../jobs/dead-letter.store.ts'
import { requireMay } from '../tenants/may.ts'
import type { IngestDeps } from './deps.ts'
import { listQuarantine, settleQuarantined } from './quarantine.store.ts'
import { replayRows } from './replay-quarantine.ts'
import type { QuarantineDesk } from './receiver.ts'

const Ids = z.array(z.uuid()).max(500)
const parseIds = (ids: readonly string[]): string[] => {
  const parsed = Ids.safeParse(ids)
  if (!parsed.success) throw new NotFound('No such row.')
  return parsed.data
}

export function createQuarantineDesk(deps: IngestDeps): QuarantineDesk {
  return {
    list: (actor, tenantId, input) =>
      deps.door.withTenant(actor, tenantId, async (inside) => {
        requireMay(inside.role, 'connections.read')
        if (input.cursor !== undefined && !/^[\dTZ:.-]{24}\|[\da-f-]{36}$/.test(input.cursor))
          throw new Invalid('This is no page of ours.', 'cursor')
        await requireConnection(inside, input.connectionId)
        return listQuarantine(inside.db, input)
      }),

    async replay(actor, tenantId, ids) {
      const wanted = parseIds(ids)
      const { count, batch } = await deps.door.withTenant(actor, tenantId, async (inside) => {
        requireMay(inside.role, 'connections.write')
        const outcome = await replayRows(deps, inside, wanted)
        const detail = { asked: wanted.length, read: outcome.count }
        await appendAudit(inside.db, tenantId, {
          at: deps.now(),
          actor: actorName(actor),
          action: 'quarantine.replayed',
          detail,
        })
        return outcome
      })
      if (batch !== undefined) deps.notifier.tell({ tenantId, kind: 'batch', batch })
      deps.notifier.tell({ tenantId, kind: 'connections' })
      return { count }
    },

    async dismiss(actor, tenantId, ids) {
      const wanted = parseIds(ids)
      const count = await deps.door.withTenant(actor, tenantId, async (inside) => {
        requireMay(inside.role, 'connections.write')
        const count = await settleQuarantined(inside, wanted, 'dismissed', deps.now())
        const detail = { rows: count }
        await appendAudit(inside.db, tenantId, {
          at: deps.now(),
          actor: actorName(actor),
          action: 'quarantine.dismissed',
          detail,
        })
        return count
      })
      deps.notifier.tell({ tenantId, kind: 'connections' })
      return { count }
    },
  }
}
