import { and, desc, eq, inArray, sql, tables, type Inside, type Role, type Transaction } from '@throughline/db'
import type { AlertRule, Severity } from './alert-rule.ts'
import type { AgencyAlert, AlertPage, AlertState, AlertView } from './alerts.ts'
import { clientWordsOf, wordsOf } from './words-of.ts'

const { alert, tenant } = tables
export type AlertRow = typeof alert.$inferSelect

export const pageSize = 50
const bySeverity = sql`array_position(array['critical', 'warning', 'info'], ${alert.severity})`

/** Whether somebody is of the client rather than of its agency. */
export const isOfClient = (role: Role): boolean => role === 'client_admin' || role === 'viewer'

/** Which alerts a reader may see: the client's own people those of rules that have words for them. */
const seenBy = (role: Role, rules: readonly AlertRule[]) =>
  isOfClient(role)
    ? inArray(alert.rule, ['', ...rules.flatMap(({ id, forClient }) => (forClient ? [id] : []))])
    : undefined

type Reading = Pick<Inside, 'db' | 'role'>

/** An alert in the reader's words; undefined where it is none of theirs. */
export function viewOf(
  row: AlertRow,
  { role, rules, names }: { role: Role; rules: readonly AlertRule[]; names: ReadonlyMap<string, string> },
): AlertView | undefined {
  const ofClient = isOfClient(role)
  const words = ofClient ? clientWordsOf(rules, row.rule, row.say) : wordsOf(rules, row.rule, row.say)
  if (!words) return undefined
  const { alertId, rule, severity, state, openedAt, lastSeenAt, missingSince, resolvedAt, snoozedUntil } = row
  return {
    ...{ alertId, rule, ...words, severity, state, openedAt, lastSeenAt, missingSince, resolvedAt, snoozedUntil },
    owner:
      ofClient || row.owner === null ? null : { userId: row.owner, name: names.get(row.owner) ?? 'No longer here' },
    occurrences: row.occurrences,
    link: ofClient ? null : row.link,
  }
}

/** A page of alerts, the worst first and then the newest. */
export async function alertRows(
  { db, role }: Reading,
  rules: readonly AlertRule[],
  asked: { states: readonly AlertState[]; severity: Severity | null; offset: number },
): Promise<AlertRow[]> {
  return db
    .select()
    .from(alert)
    .where(
      and(
        seenBy(role, rules),
        inArray(alert.state, [...asked.states]),
        asked.severity === null ? undefined : eq(alert.severity, asked.severity),
      ),
    )
    .orderBy(bySeverity, desc(alert.openedAt), alert.alertId)
    .limit(pageSize + 1)
    .offset(asked.offset)
}

export async function alertCounts({ db, role }: Reading, rules: readonly AlertRule[]): Promise<AlertPage['counts']> {
  return db
    .select({ state: alert.state, severity: alert.severity, n: sql<number>`count(*)::int` })
    .from(alert)
    .where(seenBy(role, rules))
    .groupBy(alert.state, alert.severity)
    .orderBy(alert.state, bySeverity)
}

/** Those that nobody has answered yet. */
export async function openCount(
  { db, role }: Reading,
  rules: readonly AlertRule[],
): Promise<{ open: number; critical: number }> {
  const [row] = await db
    .select({
      open: sql<number>`count(*)::int`,
      critical: sql<number>`(count(*) filter (where ${alert.severity} = 'critical'))::int`,
    })
    .from(alert)
    .where(and(seenBy(role, rules), eq(alert.state, 'open')))
  return row ?? { open: 0, critical: 0 }
}

export async function alertRow(
  { db, role }: Reading,
  rules: readonly AlertRule[],
  alertId: string,
): Promise<AlertRow | undefined> {
  const [row] = await db
    .select()
    .from(alert)
    .where(and(seenBy(role, rules), eq(alert.alertId, alertId)))
  return row
}

/** What is open at the clients of this transaction. */
export async function agencyRows(db: Transaction, rules: readonly AlertRule[]): Promise<AgencyAlert[]> {
  const rows = await db
    .select({ alert, slug: tenant.slug, client: tenant.name })
    .from(alert)
    .innerJoin(tenant, eq(tenant.tenantId, alert.tenantId))
    .where(inArray(alert.state, ['open', 'acknowledged', 'snoozed']))
    .orderBy(bySeverity, desc(alert.openedAt), alert.alertId)
    .limit(200)
  return rows.flatMap(({ alert: row, slug, client }) => {
    const view = viewOf(row, { role: 'analyst', rules, names: new Map() })
    if (!view) return []
    const { owner: _owner, link: _link, ...rest } = view
    return [{ ...rest, slug, client }]
  })
}
