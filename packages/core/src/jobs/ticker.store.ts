import { sql, instantOf, type Database } from '@throughline/db'

export interface DueWork {
  tenantId: string
  /** `schedule:<kind>`, `inbox` or `work:<kind>`. */
  kind: string
  ref: string | null
  dueAt: string | null
}

/** What is due by then, across tenants: ids and times, by the system function that may see no more. */
export async function dueWork(database: Pick<Database, 'call'>, until: Date): Promise<DueWork[]> {
  const rows = await database.call<{ tenant_id: string; kind: string; ref: string | null; due_at: string | null }>(
    sql`select tenant_id, kind, ref, due_at from due_work(${until.toISOString()}::timestamptz)`,
  )
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    kind: row.kind,
    ref: row.ref,
    dueAt: row.due_at === null ? null : instantOf(row.due_at),
  }))
}
