import { asc, eq, sql, tables, type Inside } from '@throughline/db'

const { alert, alertEvent } = tables
export type AlertEventKind = (typeof alertEvent.$inferSelect)['kind']

export interface NewAlertEvent {
  kind: AlertEventKind
  at: Date
  actor: string
  detail: Record<string, unknown>
}

/** Adds a line to an alert's story. @returns its number, from 1 on */
export async function addAlertEvent(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  alertId: string,
  { kind, at, actor, detail }: NewAlertEvent,
): Promise<number> {
  const [row] = await db
    .update(alert)
    .set({ events: sql`${alert.events} + 1` })
    .where(eq(alert.alertId, alertId))
    .returning({ eventNo: alert.events })
  if (!row) throw new Error('an event of no alert')
  await db
    .insert(alertEvent)
    .values({ tenantId, alertId, eventNo: row.eventNo, at: at.toISOString(), kind, actor, detail })
  return row.eventNo
}

/** An alert's story, from its beginning. */
export async function alertStory({ db }: Pick<Inside, 'db'>, alertId: string) {
  return db.select().from(alertEvent).where(eq(alertEvent.alertId, alertId)).orderBy(asc(alertEvent.eventNo))
}
