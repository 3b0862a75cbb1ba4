import { sql, tables, type Inside } from '@throughline/db'

const { alertWatch } = tables

/** When each rule looked last. */
export async function looks({ db }: Pick<Inside, 'db'>): Promise<Map<string, Date>> {
  const rows = await db.select({ rule: alertWatch.rule, at: alertWatch.checkedAt }).from(alertWatch)
  return new Map(rows.map(({ rule, at }) => [rule, new Date(at)]))
}

/** Notes that a rule looked, or why it could not. */
export async function looked(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  rule: string,
  now: Date,
  error: string | null,
): Promise<void> {
  const failures = error === null ? sql`0` : sql`${alertWatch.failures} + 1`
  await db
    .insert(alertWatch)
    .values({ tenantId, rule, checkedAt: now.toISOString(), failures: error === null ? 0 : 1, error })
    .onConflictDoUpdate({
      target: [alertWatch.tenantId, alertWatch.rule],
      set: { checkedAt: now.toISOString(), failures, error },
    })
}
