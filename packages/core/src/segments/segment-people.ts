import type { Door } from '@throughline/db'
import { jobOf } from '../ingest/inbox.store.ts'
import type { Handler } from '../jobs/index.ts'
import type { Notifier } from '../notify/index.ts'
import { tellChanges } from './tell-changes.ts'
import { workOutSegments } from './work-out.ts'

/** A tenant's segments rest so long, and twenty times as long as working them out took. */
const usualRestMs = 15_000

/** Keeps a tenant's segments current behind its batches and days, and tells of changes in events, a bounded stretch at a time. */
export function segmentPeople(
  { door, now, notifier }: { door: Door; now: () => Date; notifier: Pick<Notifier, 'tell'> },
  restMs: number = usualRestMs,
): Handler {
  const restsUntil = new Map<string, number>()
  return async ({ tenantId }, { until, signal }) => {
    const actor = jobOf(tenantId, 'segment-people')
    if ((restsUntil.get(tenantId) ?? 0) > now().getTime()) return { at: new Date(restsUntil.get(tenantId) ?? 0) }
    const began = performance.now()
    await door.withTenant(actor, tenantId, (inside) => workOutSegments(inside, now()))
    const took = performance.now() - began
    for (;;) {
      const told = await door.withTenant(actor, tenantId, (inside) => tellChanges(inside, now()))
      if (!told) break
      if (told.batch !== undefined) notifier.tell({ tenantId, kind: 'events', batch: told.batch })
      if (signal.aborted || now() >= until) return 'again'
    }
    if (restMs > 0) restsUntil.set(tenantId, now().getTime() + Math.max(restMs, 20 * took))
    return 'done'
  }
}
