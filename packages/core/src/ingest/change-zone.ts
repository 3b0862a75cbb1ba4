import type { Door, Inside } from '@throughline/db'
import { TimeZone } from '@throughline/canonical'
import { rezoneSchedules, type Handler } from '../jobs/index.ts'
import type { Notifier } from '../notify/index.ts'
import { jobOf } from './inbox.store.ts'

export interface ChangeZoneDeps {
  door: Door
  now: () => Date
  notifier: Pick<Notifier, 'tell'>
  /** Restates the tenant's days in the zone, as one batch under cause `zone_change`. */
  changeZone: (inside: Inside, timeZone: string, now: Date) => Promise<{ batch?: number | undefined } | undefined>
}

/** Books a tenant's days in another zone, and makes its daily schedules due by the new clock; the nudge names the zone. */
export function changeZone(deps: ChangeZoneDeps): Handler {
  return async ({ tenantId, ref }) => {
    const timeZone = TimeZone.parse(ref)
    const changed = await deps.door.withTenant(jobOf(tenantId, 'change-zone'), tenantId, async (inside) => {
      const outcome = await deps.changeZone(inside, timeZone, deps.now())
      await rezoneSchedules(inside, timeZone, deps.now())
      return outcome
    })
    if (changed?.batch !== undefined) deps.notifier.tell({ tenantId, kind: 'batch', batch: changed.batch })
    deps.notifier.tell({ tenantId, kind: 'settings' })
    return 'done'
  }
}
