import { instantOf, sql, type Inside } from '@throughline/db'
import { z } from 'zod'
import { historyOf } from '../../ledger/index.ts'
import type { SourceRecordView } from './views.ts'

/** Raw deliveries are kept so long. */
const rawDays = 35

/** Every version of a fact with the rows of its source that say so; an event as the one version that it has. */
export async function recordOf(
  inside: Pick<Inside, 'db'>,
  { kind, source, key }: { kind: string; source: string; key: string },
): Promise<SourceRecordView> {
  if (kind === 'event')
    return z.uuid().safeParse(key).success ? eventRecord(inside, key) : { kind, source, key, versions: [], rows: [] }
  const history = await historyOf(inside, kind, source, key)
  const [recorded, rows] = await Promise.all([
    recordedAt(
      inside,
      history.map(({ batch }) => batch),
    ),
    rowsOf(inside, { kind, source, key }),
  ])
  return {
    kind,
    source,
    key,
    versions: history.map(({ version, batch, cause, withdrawn, value }) => ({
      version,
      batch,
      recordedAt: recorded.get(batch) ?? null,
      cause,
      withdrawn,
      value: JSON.stringify(value, null, 2),
    })),
    rows,
  }
}

async function recordedAt({ db }: Pick<Inside, 'db'>, batches: readonly number[]): Promise<Map<number, string>> {
  const rows = await db.execute<{ batch: string; at: string }>(sql`
    select batch, recorded_at as at from batch where batch = any(${`{${batches.join(',')}}`}::bigint[])`)
  return new Map(rows.map(({ batch, at }) => [Number(batch), instantOf(at)]))
}

async function rowsOf(
  { db }: Pick<Inside, 'db'>,
  { kind, source, key }: { kind: string; source: string; key: string },
): Promise<SourceRecordView['rows']> {
  const rows = await db.execute<{ stream: string; source_key: string; seen_at: string; raw_until: string | null }>(sql`
    select r.stream, r.source_key, r.seen_at, (select max(i.received_at) + ${`${rawDays} days`}::interval from inbox i
      where i.batch = r.batch and i.connection_id = r.connection_id) as raw_until
    from record_part p cross join lateral (select * from source_record s
      where s.source = p.source and s.source_key = p.source_key and s.stream = p.stream offset 0) r
    where p.kind = ${kind} and p.source = ${source} and p.record_key = ${key} order by r.stream, r.source_key`)
  return rows.map((row) => ({
    stream: row.stream,
    key: row.source_key,
    seenAt: instantOf(row.seen_at),
    rawUntil: row.raw_until === null ? null : instantOf(row.raw_until),
  }))
}

async function eventRecord({ db }: Pick<Inside, 'db'>, eventId: string): Promise<SourceRecordView> {
  const rows = await db.execute<{
    batch: string
    recorded_at: string
    happened_at: string
    kind: number
    properties: unknown
    raw_until: string | null
  }>(sql`
    select e.batch, e.recorded_at, e.happened_at, e.kind, e.properties,
      (select max(d.received_at) + ${`${rawDays} days`}::interval from event_delivery d where d.batch = e.batch) as raw_until
    from event_key k cross join lateral (select * from event
      where event.happened_at = k.happened_at and event.event_id = k.event_id offset 0) e
    where k.event_id = ${eventId}::uuid`)
  return {
    kind: 'event',
    source: 'events',
    key: eventId,
    versions: rows.map((row) => ({
      version: 1,
      batch: Number(row.batch),
      recordedAt: instantOf(row.recorded_at),
      cause: 'new',
      withdrawn: false,
      value: JSON.stringify(
        { happenedAt: instantOf(row.happened_at), kind: row.kind, properties: row.properties },
        null,
        2,
      ),
    })),
    rows: rows.map((row) => ({
      stream: 'events',
      key: eventId,
      seenAt: instantOf(row.recorded_at),
      rawUntil: row.raw_until === null ? null : instantOf(row.raw_until),
    })),
  }
}
