import { sql, type Inside } from '@throughline/db'
import type { SiftedRow } from './sift.ts'

/** How many rows of a stream are kept, by why they are not counted (empty: they are). */
interface RowCount {
  connectionId: string
  stream: string
  reason: string
  n: number
}
const nameOf = ({ connectionId, stream, reason }: Omit<RowCount, 'n'>): string =>
  `${connectionId}\0${stream}\0${reason}`

/**
 * Moves the counters by what a batch keeps, in its transaction and under the ledger's lock: a new row is one more, a row that changed
 * its connection or the reason for which it is not counted is one more there and one less here.
 */
export async function moveRowCounts(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  changed: readonly Pick<SiftedRow, 'row' | 'before'>[],
  connectionId: string,
): Promise<void> {
  const sums = new Map<string, RowCount>()
  const add = (of: Omit<RowCount, 'n'>, n: number) => {
    const name = nameOf(of)
    sums.set(name, { ...of, n: (sums.get(name)?.n ?? 0) + n })
  }
  for (const { row, before } of changed) {
    add({ connectionId, stream: row.stream, reason: row.foreign ?? '' }, 1)
    if (before) add({ connectionId: before.connectionId, stream: row.stream, reason: before.foreignReason ?? '' }, -1)
  }
  const moved = [...sums.values()].filter(({ n }) => n !== 0)
  if (moved.length === 0) return
  await db.execute(sql`
    insert into row_count (tenant_id, connection_id, stream, foreign_reason, rows)
    select ${tenantId}, "connectionId", stream, reason, n
    from json_to_recordset(${JSON.stringify(moved)}::text::json) as x ("connectionId" uuid, stream text, reason text, n bigint)
    on conflict (tenant_id, connection_id, stream, foreign_reason) do update set rows = row_count.rows + excluded.rows`)
}

/** A counter that is not what the rows say. */
export interface RowCountDifference {
  connectionId: string
  stream: string
  reason: string
  kept: number
  counted: number
}

/** Counts every row, and names each counter that says something else. */
export async function checkRowCounts({ db }: Pick<Inside, 'db'>): Promise<RowCountDifference[]> {
  const rows = await db.execute<{
    connection_id: string
    stream: string
    reason: string
    kept: string
    counted: string
  }>(sql`
    select connection_id, stream, reason, coalesce(k.n, 0)::text as kept, coalesce(c.n, 0)::text as counted
    from (select connection_id, stream, coalesce(foreign_reason, '') as reason, count(*) as n from source_record group by 1, 2, 3) k
    full join (select connection_id, stream, foreign_reason as reason, rows as n from row_count) c using (connection_id, stream, reason)
    where coalesce(k.n, 0) <> coalesce(c.n, 0) order by 1, 2, 3`)
  return rows.map((row) => ({
    ...{ connectionId: row.connection_id, stream: row.stream, reason: row.reason },
    ...{ kept: Number(row.kept), counted: Number(row.counted) },
  }))
}

/** Makes the counters what the rows say. The ledger's lock is held. @returns what was wrong */
export async function repairRowCounts(inside: Pick<Inside, 'db' | 'tenantId'>): Promise<RowCountDifference[]> {
  const found = await checkRowCounts(inside)
  for (const { connectionId, stream, reason, kept } of found)
    await inside.db.execute(sql`
      insert into row_count (tenant_id, connection_id, stream, foreign_reason, rows)
      values (${inside.tenantId}, ${connectionId}::uuid, ${stream}, ${reason}, ${kept}::bigint)
      on conflict (tenant_id, connection_id, stream, foreign_reason) do update set rows = excluded.rows`)
  return found
}
