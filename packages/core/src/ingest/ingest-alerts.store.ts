import { instantOf, sql, type Inside } from '@throughline/db'

const minuteMs = 60_000
/** Fewer rows than that a day are looked at when somebody comes by. */
const manyRows = 10
/** An inbox is emptied within seconds. */
const patienceMinutes = 15

export interface GrownQuarantine {
  connectionId: string
  name: string
  /** In the last 24 hours, of those that still wait. */
  rows: number
  open: number
}

/** Connections of which many rows were set aside in the last 24 hours and still are. */
export async function grownQuarantines({ db }: Pick<Inside, 'db'>, now: Date): Promise<GrownQuarantine[]> {
  const since = new Date(now.getTime() - 1_440 * minuteMs).toISOString()
  const rows = await db.execute<{ connection_id: string; name: string; rows: number; open: number }>(sql`
    select q.connection_id, c.name, q.rows, q.open from connection c join (
      select connection_id, count(*)::int as open, (count(*) filter (where received_at >= ${since}::timestamptz))::int as rows
      from quarantine where state = 'open' group by 1) q using (connection_id)
    where c.archived_at is null and q.rows >= ${manyRows}::int order by 2`)
  return [...rows].map(({ connection_id: connectionId, ...row }) => ({ connectionId, ...row }))
}

/** Deliveries that have waited too long; undefined where none has. */
export async function stuckDeliveries(
  { db }: Pick<Inside, 'db'>,
  now: Date,
): Promise<{ deliveries: number; minutes: number } | undefined> {
  const [row] = await db.execute<{ n: number; oldest: string | null }>(sql`
    select count(*)::int as n, min(received_at) as oldest from inbox where processed_at is null`)
  if (!row?.oldest) return undefined
  const minutes = Math.floor((now.getTime() - Date.parse(instantOf(row.oldest))) / minuteMs)
  return minutes < patienceMinutes ? undefined : { deliveries: row.n, minutes }
}
