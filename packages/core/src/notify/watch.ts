import type { Door } from '@throughline/db'
import { jobOf } from '../ingest/inbox.store.ts'
import { describeError, ensureSchedule, type Handler, type Queue } from '../jobs/index.ts'
import type { AlertRule } from './alert-rule.ts'
import { raise, settle } from './alert.store.ts'
import { nextDelivery } from './delivery/outbox.store.ts'
import { planDeliveries } from './delivery/plan-deliveries.store.ts'
import type { Notifier } from './notifier.ts'
import { looked, looks } from './watch.store.ts'

export interface WatchDeps {
  door: Door
  queue: Queue
  notifier: Pick<Notifier, 'tell'>
  now: () => Date
  newId: () => string
  rules: readonly AlertRule[]
}

/** No rule looks more often than this, however often it is nudged. */
const restMs = 30_000
/** By itself, whatever happens or does not. */
const rule = 'every 5 minutes'

/**
 * Looks with every rule whose time has come, those that looked longest ago first, as many as the slice has room for. A rule and what
 * it opens, resolves and tells are one transaction of its own; one that fails leaves its alerts as they are and the others alone.
 */
export function watch(deps: WatchDeps): Handler {
  const { door, now, queue, notifier } = deps
  return async ({ tenantId }, slice) => {
    const within = <T>(fn: Parameters<typeof door.withTenant<T>>[2]) =>
      door.withTenant(jobOf(tenantId, 'watch'), tenantId, fn)
    const before = await within(async (inside) => {
      await ensureSchedule(inside, { scheduleId: deps.newId(), kind: 'watch', rule }, now())
      return looks(inside)
    })
    const dueAt = ({ id, everyMinutes }: AlertRule) => {
      const last = before.get(id)
      return last === undefined ? 0 : last.getTime() + (everyMinutes === undefined ? restMs : everyMinutes * 60_000)
    }
    const order = deps.rules.toSorted((a, b) => dueAt(a) - dueAt(b))
    let changed = false
    for (const each of order) {
      if (dueAt(each) > now().getTime()) break
      if (now() >= slice.until || slice.signal.aborted) {
        if (changed) notifier.tell({ tenantId, kind: 'alerts' })
        return 'again'
      }
      changed = (await look(deps, tenantId, each)) || changed
    }
    if (changed) notifier.tell({ tenantId, kind: 'alerts' })
    // With its time, which moves a telling that waits for the morning.
    const due = await within(nextDelivery)
    if (due) await queue.add({ tenantId, kind: 'tell-alerts', attempt: 0 }, { at: due })
    // Nudged too early: what came in between is looked at when the rest is over.
    const rested = order.find(({ everyMinutes }) => everyMinutes === undefined)
    const next = rested && dueAt(rested)
    return next !== undefined && next > now().getTime() ? { at: new Date(next) } : 'done'
  }
}

/** One rule's look. @returns whether anything changed that pages show */
async function look({ door, now }: WatchDeps, tenantId: string, of: AlertRule): Promise<boolean> {
  try {
    return await door.withTenant(jobOf(tenantId, 'watch'), tenantId, async (inside) => {
      const findings = await of.check(inside, now())
      const lines = []
      for (const finding of findings) {
        const line = await raise(inside, of, finding, now())
        if (line) lines.push(line)
      }
      lines.push(...(await settle(inside, of, new Set(findings.map(({ subject }) => subject)), now())))
      for (const line of lines) if (line.isTold) await planDeliveries(inside, line, now())
      await looked(inside, of.id, now(), null)
      return lines.length > 0
    })
  } catch (error) {
    await door.withTenant(jobOf(tenantId, 'watch'), tenantId, (inside) =>
      looked(inside, of.id, now(), describeError(error)),
    )
    return false
  }
}
