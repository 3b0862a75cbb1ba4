import { randomUUID } from 'node:crypto'
import { and, desc, eq, gte, ne, sql, tables, type Inside } from '@throughline/db'
import { severities, type AlertFinding, type AlertRule, type Severity } from './alert-rule.ts'
import { addAlertEvent, type AlertEventKind } from './alert-event.store.ts'

const { alert } = tables

/** What became of a finding. */
export interface Raised {
  alertId: string
  eventNo: number
  kind: Extract<AlertEventKind, 'opened' | 'reopened' | 'refreshed'>
  severity: Severity
  rule: string
  /** Whoever is told of alerts is told of this line; of one that is merely less bad than before nobody is. */
  isTold: boolean
}

type Writing = Pick<Inside, 'db' | 'tenantId'>
type Rule = Pick<AlertRule, 'id' | 'severity' | 'reopenMinutes' | 'calmMinutes'>

/** Who speaks where no person does. */
const watch = 'job:watch'

/**
 * Opens an alert for a finding, opens the last one again within the rule's quiet period, or notes that it is still there.
 * @returns the line that was added to its story; undefined where nothing worth telling changed
 */
export async function raise(
  inside: Writing,
  rule: Rule,
  finding: AlertFinding,
  now: Date,
): Promise<Raised | undefined> {
  const at = now.toISOString()
  const severity = finding.severity ?? rule.severity
  const said = { severity, say: { ...finding.say }, link: finding.link, lastSeenAt: at, missingSince: null }
  const ofSubject = and(eq(alert.rule, rule.id), eq(alert.subject, finding.subject))
  const [there] = await inside.db
    .select()
    .from(alert)
    .where(and(ofSubject, ne(alert.state, 'resolved')))
    .for('update')
  const tell = async (alertId: string, kind: Raised['kind'], detail: Record<string, unknown> = {}, isTold = true) => ({
    ...{ alertId, kind, severity, rule: rule.id, isTold },
    eventNo: await addAlertEvent(inside, alertId, { kind, at: now, actor: watch, detail: { severity, ...detail } }),
  })
  const seen = sql`${alert.occurrences} + 1`
  if (there) {
    const woken = there.state === 'snoozed' && there.snoozedUntil !== null && there.snoozedUntil <= at
    // What was acknowledged or put off as a lesser thing asks again once it is worse.
    const worse = severities.indexOf(severity) < severities.indexOf(there.severity)
    const state = woken || worse ? { state: 'open' as const, snoozedUntil: null } : {}
    await inside.db
      .update(alert)
      .set({ ...said, ...state, occurrences: seen })
      .where(eq(alert.alertId, there.alertId))
    if (woken) return tell(there.alertId, 'reopened', { after: 'snooze' })
    if (there.severity === severity) return undefined
    return tell(there.alertId, 'refreshed', { before: there.severity }, worse)
  }
  const since = new Date(now.getTime() - rule.reopenMinutes * 60_000).toISOString()
  const [past] = await inside.db
    .select({ alertId: alert.alertId })
    .from(alert)
    .where(and(ofSubject, gte(alert.resolvedAt, since)))
    .orderBy(desc(alert.resolvedAt))
    .limit(1)
  if (past) {
    await inside.db
      .update(alert)
      .set({ ...said, state: 'open', resolvedAt: null, snoozedUntil: null, occurrences: seen })
      .where(eq(alert.alertId, past.alertId))
    return tell(past.alertId, 'reopened')
  }
  const alertId = randomUUID()
  await inside.db.insert(alert).values({
    ...{ tenantId: inside.tenantId, alertId, rule: rule.id, subject: finding.subject, ...said },
    ...{ state: 'open', openedAt: at, occurrences: 1, events: 0 },
  })
  return tell(alertId, 'opened')
}

/** One that went away by itself. */
export interface Settled {
  alertId: string
  eventNo: number
  kind: 'resolved'
  severity: Severity
  rule: string
  isTold: true
}

/**
 * After a whole look of a rule: what it did not find is noted as missing and, once that has lasted for the rule's calm, resolved.
 * @param found the subjects that it found
 */
export async function settle(inside: Writing, rule: Rule, found: ReadonlySet<string>, now: Date): Promise<Settled[]> {
  const open = await inside.db
    .select()
    .from(alert)
    .where(and(eq(alert.rule, rule.id), ne(alert.state, 'resolved')))
    .for('update')
  const settled: Settled[] = []
  for (const { alertId, subject, missingSince, severity } of open) {
    if (found.has(subject)) continue
    const since = new Date(missingSince ?? now)
    const isCalm = now.getTime() - since.getTime() >= rule.calmMinutes * 60_000
    await inside.db
      .update(alert)
      .set({
        missingSince: since.toISOString(),
        ...(isCalm ? { state: 'resolved' as const, resolvedAt: now.toISOString(), snoozedUntil: null } : {}),
      })
      .where(eq(alert.alertId, alertId))
    if (!isCalm) continue
    const eventNo = await addAlertEvent(inside, alertId, { kind: 'resolved', at: now, actor: watch, detail: {} })
    settled.push({ ...{ alertId, eventNo, severity }, kind: 'resolved', rule: rule.id, isTold: true })
  }
  return settled
}
