import { NotFound } from '@throughline/canonical'
import type { Actor, Door, Inside } from '@throughline/db'
import { z } from 'zod'
import type { Queue } from '../jobs/index.ts'
import type { Mailer } from '../mail/index.ts'
import { requireMay } from '../tenants/may.ts'
import type { AlertRule } from './alert-rule.ts'
import { agencyRows, alertCounts, alertRows, openCount, pageSize, viewOf } from './alert-views.store.ts'
import { namesOf } from './alert-settings.store.ts'
import type { Alerts } from './alerts.ts'
import { acknowledgeAlerts, assignAlert, commentAlert, snoozeAlerts } from './answer-alerts.store.ts'
import { channelDesk } from './channel-desk.ts'
import type { SendingDeps } from './delivery/send.ts'
import type { Notifier } from './notifier.ts'
import { readStory } from './read-story.ts'

export interface AlertsDeps extends SendingDeps {
  door: Door
  queue: Queue
  mailer: Mailer
  notifier: Pick<Notifier, 'tell'>
  newId: () => string
  rules: readonly AlertRule[]
}

/** The desk of alerts. */
export function createAlerts(deps: AlertsDeps): Alerts {
  const { door, now, notifier, queue, rules } = deps
  const reading = <T>(actor: Actor, tenantId: string, fn: (inside: Inside) => Promise<T>) =>
    door.withTenant(actor, tenantId, (inside) => {
      requireMay(inside.role, 'alerts.read')
      return fn(inside)
    })
  /** An analyst may change nothing of the client, but may answer what is wrong there. */
  const answering = async <T>(
    actor: Actor,
    tenantId: string,
    ids: readonly string[],
    fn: (inside: Inside) => Promise<T>,
  ) => {
    if (!z.array(z.uuid()).min(1).max(200).safeParse(ids).success) throw new NotFound('No such alert.')
    const answer = await door.withTenant(
      actor,
      tenantId,
      (inside) => {
        requireMay(inside.role, 'alerts.answer')
        return fn(inside)
      },
      { analystsWrite: true },
    )
    notifier.tell({ tenantId, kind: 'alerts' })
    return answer
  }
  return {
    list: (actor, tenantId, asked) =>
      reading(actor, tenantId, async (inside) => {
        const rows = await alertRows(inside, rules, asked)
        const names = await namesOf(
          inside,
          rows.flatMap(({ owner }) => owner ?? []),
        )
        return {
          rows: rows.slice(0, pageSize).flatMap((row) => viewOf(row, { role: inside.role, rules, names }) ?? []),
          more: rows.length > pageSize,
          counts: await alertCounts(inside, rules),
        }
      }),
    one: (actor, tenantId, alertId) => reading(actor, tenantId, (inside) => readStory(inside, rules, alertId)),
    count: (actor, tenantId) => reading(actor, tenantId, (inside) => openCount(inside, rules)),
    async ofAgency(actor) {
      const grants = await door.grantsOf(actor)
      const seen = grants.filter(({ role }) => role !== 'client_admin' && role !== 'viewer')
      if (seen.length === 0) return []
      const ids = seen.map(({ tenantId }) => tenantId)
      return door.withTenants(actor, ids, ({ db }) => agencyRows(db, rules))
    },

    async acknowledge(actor, tenantId, ids) {
      const count = await answering(actor, tenantId, ids, (inside) =>
        acknowledgeAlerts(inside, { actor, now: now() }, ids),
      )
      await queue.add({ tenantId, kind: 'tell-alerts', attempt: 0 }, { at: now() })
      return { count }
    },
    async snooze(actor, tenantId, ids, until) {
      const count = await answering(actor, tenantId, ids, (inside) =>
        snoozeAlerts(inside, { actor, now: now() }, ids, until),
      )
      return { count }
    },
    assign: (actor, tenantId, alertId, userId) =>
      answering(actor, tenantId, [alertId], (inside) => assignAlert(inside, { actor, now: now() }, alertId, userId)),
    comment: (actor, tenantId, alertId, text) =>
      answering(actor, tenantId, [alertId], (inside) => commentAlert(inside, { actor, now: now() }, alertId, text)),

    ...channelDesk(deps),
  }
}
