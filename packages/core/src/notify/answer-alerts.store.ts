import { Conflict, Invalid, NotFound } from '@throughline/canonical'
import { actorName, appendAudit, eq, inArray, tables, type Actor, type Inside } from '@throughline/db'
import { addAlertEvent } from './alert-event.store.ts'
import { colleaguesOf } from './delivery/people.store.ts'
import { planDeliveries } from './delivery/plan-deliveries.store.ts'

const { alert } = tables

/** Who answers, and when. */
interface Answering {
  actor: Actor
  now: Date
}

/** Holds alerts until the transaction ends. @throws NotFound where one of them is not there */
async function held({ db }: Inside, alertIds: readonly string[]) {
  const wanted = [...new Set(alertIds)]
  const rows = await db.select().from(alert).where(inArray(alert.alertId, wanted)).orderBy(alert.alertId).for('update')
  if (rows.length < wanted.length) throw new NotFound('No such alert.')
  return rows
}

async function tell(
  inside: Inside,
  { actor, now }: Answering,
  alertId: string,
  kind: 'acknowledged' | 'snoozed' | 'assigned' | 'commented',
  detail: Record<string, unknown>,
  audited: Record<string, unknown> = detail,
): Promise<number> {
  const by = actorName(actor)
  const eventNo = await addAlertEvent(inside, alertId, { kind, at: now, actor: by, detail })
  const entry = { at: now, actor: by, action: `alert.${kind}`, subject: alertId, detail: audited }
  await appendAudit(inside.db, inside.tenantId, entry)
  return eventNo
}

/** Somebody has seen them. Those that are over, or that somebody has, stay as they are. @returns how many changed */
export async function acknowledgeAlerts(
  inside: Inside,
  answering: Answering,
  alertIds: readonly string[],
): Promise<number> {
  let count = 0
  for (const { alertId, state, severity, rule } of await held(inside, alertIds)) {
    if (state !== 'open' && state !== 'snoozed') continue
    await inside.db.update(alert).set({ state: 'acknowledged', snoozedUntil: null }).where(eq(alert.alertId, alertId))
    const eventNo = await tell(inside, answering, alertId, 'acknowledged', {})
    await planDeliveries(inside, { alertId, eventNo, severity, rule, kind: 'acknowledged' }, answering.now)
    count += 1
  }
  return count
}

const longestSnoozeMs = 30 * 86_400_000

/** Puts them off. @returns how many changed */
export async function snoozeAlerts(
  inside: Inside,
  answering: Answering,
  alertIds: readonly string[],
  until: Date,
): Promise<number> {
  const ahead = until.getTime() - answering.now.getTime()
  if (ahead <= 0 || ahead > longestSnoozeMs) throw new Invalid('Put it off by 30 days at most.', 'until')
  let count = 0
  for (const { alertId, state } of await held(inside, alertIds)) {
    if (state === 'resolved') continue
    const snoozedUntil = until.toISOString()
    await inside.db.update(alert).set({ state: 'snoozed', snoozedUntil }).where(eq(alert.alertId, alertId))
    await tell(inside, answering, alertId, 'snoozed', { until: snoozedUntil })
    count += 1
  }
  return count
}

/** Gives it to a colleague, or to nobody. */
export async function assignAlert(
  inside: Inside,
  answering: Answering,
  alertId: string,
  userId: string | null,
): Promise<void> {
  const [row] = await held(inside, [alertId])
  if (userId !== null && !(await colleaguesOf(inside)).some((each) => each.userId === userId))
    throw new Invalid('Nobody of the agency who sees this client.', 'userId')
  if (row?.owner === userId) return
  await inside.db.update(alert).set({ owner: userId }).where(eq(alert.alertId, alertId))
  await tell(inside, answering, alertId, 'assigned', userId === null ? {} : { owner: `user:${userId}` })
}

/** Its words stay with the alert; the audit log says only that there are some. */
export async function commentAlert(inside: Inside, answering: Answering, alertId: string, text: string): Promise<void> {
  const comment = text.trim()
  if (comment === '' || comment.length > 2_000) throw new Conflict('A comment has 1 to 2,000 characters.')
  await held(inside, [alertId])
  await tell(inside, answering, alertId, 'commented', { comment }, {})
}
