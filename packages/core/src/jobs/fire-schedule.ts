import type { Door } from '@throughline/db'
import { claimSchedule, jobOf } from './schedule.store.ts'
import type { Queue } from './queue.ts'
import type { Handler } from './run-nudge.ts'

/**
 * Fires what is due. The nudge goes into the queue before the claim is committed: a kill in between fires it again, which
 * changes nothing, where the other order would lose it.
 */
export function fireSchedule(deps: { door: Door; queue: Queue; now: () => Date }): Handler {
  return async ({ tenantId, ref = '' }) => {
    await deps.door.withTenant(jobOf(tenantId, 'fire-schedule'), tenantId, async (inside) => {
      const nudge = await claimSchedule(inside, ref, deps.now())
      if (nudge) await deps.queue.add(nudge)
    })
    return 'done'
  }
}
