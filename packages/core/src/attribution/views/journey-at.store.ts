import type { Instant } from '@throughline/canonical'
import { instantOf, sql, type Inside } from '@throughline/db'

/** Whose conversion a journey is. */
export async function journeyAt(
  { db }: Pick<Inside, 'db'>,
  journeyNo: number,
): Promise<{ source: string; key: string; type: string; contactNo: number; happenedAt: Instant } | undefined> {
  const [row] = await db.execute<{
    source: string
    source_key: string
    type: string
    contact_no: number
    happened_at: string
  }>(sql`
    select source, source_key, type, contact_no, happened_at from journey where journey_no = ${journeyNo}::int`)
  return (
    row && {
      source: row.source,
      key: row.source_key,
      type: row.type,
      contactNo: row.contact_no,
      happenedAt: instantOf(row.happened_at),
    }
  )
}

/** The journeys before and after one, by time. */
export async function neighboursOf(
  { db }: Pick<Inside, 'db'>,
  { journeyNo, happenedAt }: { journeyNo: number; happenedAt: Instant },
): Promise<{ earlier: number | null; later: number | null }> {
  const [row] = await db.execute<{ earlier: number | null; later: number | null }>(sql`
    select (select journey_no from journey where (happened_at, journey_no) < (${happenedAt}::timestamptz, ${journeyNo}::int)
        order by tenant_id desc, happened_at desc, journey_no desc limit 1) as earlier,
      (select journey_no from journey where (happened_at, journey_no) > (${happenedAt}::timestamptz, ${journeyNo}::int)
        order by tenant_id, happened_at, journey_no limit 1) as later`)
  return { earlier: row?.earlier ?? null, later: row?.later ?? null }
}
