import { instantOf, sql, type Inside } from '@throughline/db'
import type { Reading } from './freshness.ts'
import type { Connection } from './views.ts'

/** What a card says beside freshness. */
export interface ReadingCounts {
  rows: number
  foreign: number
  quarantined: number
  nextReadAt: string | null
}

interface Row extends Record<string, unknown> {
  connection_id: string
  connector: string
  name: string
  state: Reading['state']
  say: string | null
  every_minutes: number
  stopped: string | null
  history: boolean
  last_read_at: string | null
  last_row_at: string | null
  carries_gifts: boolean
  last_received_at: string | null
  next_read_at: string | null
  waiting_until: string | null
}

const instant = (text: string | null) => (text === null ? null : instantOf(text))

/** How reading stands for every connection that is not given up. */
export async function readings({ db }: Pick<Inside, 'db'>): Promise<(Reading & Pick<ReadingCounts, 'nextReadAt'>)[]> {
  const rows = await db.execute<Row>(sql`
    select c.connection_id, c.connector, c.name, c.state, c.say, c.every_minutes,
      s.stopped, s.last_read_at, s.last_row_at, s.waiting_until,
      (select max(received_at) from inbox i where i.connection_id = c.connection_id) as last_received_at,
      (select next_due_at from schedule d where d.kind = 'read-connection' and d.ref = c.connection_id and d.paused_at is null) as next_read_at,
      s.last_row_at is null or exists (select 1 from fact f where f.kind = 'conversion' and f.source = c.connector) as carries_gifts,
      s.last_read_at is null and exists (select 1 from work w where w.kind = 'backfill' and w.ref = c.connection_id
        and w.state in ('queued', 'running')) as history
    from connection c
    left join lateral (
      select min(say) filter (where state = 'stopped') as stopped,
        max(last_read_at) as last_read_at, max(last_row_at) as last_row_at, max(wait_until) as waiting_until
      from stream_state s where s.connection_id = c.connection_id
    ) s on true
    where c.archived_at is null
    order by c.created_at, c.connection_id`)
  return [...rows].map((row) => ({
    connectionId: row.connection_id,
    connector: row.connector,
    name: row.name,
    state: row.state,
    say: row.say,
    everyMinutes: row.every_minutes,
    stopped: row.stopped,
    history: row.history,
    lastReadAt: instant(row.last_read_at),
    lastRowAt: instant(row.last_row_at),
    carriesGifts: row.carries_gifts,
    lastReceivedAt: instant(row.last_received_at),
    nextReadAt: row.state === 'active' ? instant(row.waiting_until ?? row.next_read_at) : null,
  }))
}

/** Whose each connection is, of the clients of this transaction. */
export async function placesOf({ db }: Pick<Inside, 'db'>): Promise<Map<string, { slug: string; name: string }>> {
  const rows = await db.execute<{ connection_id: string; slug: string; name: string }>(sql`
    select c.connection_id, t.slug, t.name from connection c join tenant t using (tenant_id) where c.archived_at is null`)
  return new Map([...rows].map(({ connection_id: id, slug, name }) => [id, { slug, name }]))
}

/** Rows kept, rows not counted, rows set aside, by connection. */
export async function rowCounts({ db }: Pick<Inside, 'db'>): Promise<Map<string, Omit<ReadingCounts, 'nextReadAt'>>> {
  const rows = await db.execute<{ connection_id: string; n: string; foreign_rows: string; quarantined: string }>(sql`
    select c.connection_id, coalesce(r.n, 0) as n, coalesce(r.foreign_rows, 0) as foreign_rows, coalesce(q.n, 0) as quarantined
    from connection c
    left join (select connection_id, sum(rows) as n, sum(rows) filter (where foreign_reason <> '') as foreign_rows
      from row_count group by 1) r using (connection_id)
    left join (select connection_id, count(*) as n from quarantine where state = 'open' group by 1) q using (connection_id)
    where c.archived_at is null`)
  return new Map(
    [...rows].map((row) => [
      row.connection_id,
      { rows: Number(row.n), foreign: Number(row.foreign_rows), quarantined: Number(row.quarantined) },
    ]),
  )
}

/** Rows kept of each stream. */
export async function rowsByStream({ db }: Pick<Inside, 'db'>, connectionId: string): Promise<Map<string, number>> {
  const rows = await db.execute<{ stream: string; n: string }>(sql`
    select stream, sum(rows) as n from row_count where connection_id = ${connectionId}::uuid group by 1 having sum(rows) > 0`)
  return new Map([...rows].map(({ stream, n }) => [stream, Number(n)]))
}

/** Why rows are kept but not counted, the most first. */
export async function foreignReasons(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
): Promise<Connection['foreignReasons']> {
  const rows = await db.execute<{ reason: string; n: string }>(sql`
    select foreign_reason as reason, sum(rows) as n from row_count
    where connection_id = ${connectionId}::uuid and foreign_reason <> '' group by 1 having sum(rows) > 0 order by 2 desc, 1 limit 100`)
  return [...rows].map(({ reason, n }) => ({ reason, rows: Number(n) }))
}
