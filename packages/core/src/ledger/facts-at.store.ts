import type { Cause, Day, Instant } from '@throughline/canonical'
import { instantOf, sql, type Inside } from '@throughline/db'
import { happenedIn, zoneAt } from './as-of.store.ts'

/** One effective fact as known at a batch. */
export interface FactRow {
  kind: string
  source: string
  key: string
  version: number
  batch: number
  cause: Cause
  happenedAt: Instant
  contactNo: number | null
  /** The key of the record it refers to: a refund's conversion. */
  refersTo: string | null
  withdrawn: boolean
  value: Record<string, unknown>
}
interface Stored extends Record<string, unknown> {
  kind: string
  source: string
  source_key: string
  version: number
  batch: string
  cause: Cause
  happened_at: string
  contact_no: number | null
  refers_to: string | null
  withdrawn: boolean
  value: Record<string, unknown>
}
const factOf = (row: Stored): FactRow => ({
  kind: row.kind,
  source: row.source,
  key: row.source_key,
  version: row.version,
  batch: Number(row.batch),
  cause: row.cause,
  happenedAt: instantOf(row.happened_at),
  contactNo: row.contact_no,
  refersTo: row.refers_to,
  withdrawn: row.withdrawn,
  value: row.value,
})
const columns = sql`f.kind, f.source, f.source_key, f.version, f.batch, f.cause, f.happened_at, f.contact_no, f.refers_to, f.withdrawn, f.value`

/** Where a page of facts ended: hand it back to go on. */
export interface FactCursor {
  happenedAt: Instant
  kind: string
  source: string
  key: string
}

export interface FactsQuery {
  kinds: readonly string[]
  /** Days [from, to] in the tenant's zone (as known at the batch) or on the source's own calendar; without it, all days. */
  range?: { from: Day; to: Day } | undefined
  /** As known at; without it, now. */
  batch?: number | undefined
  /** Only what counts: approved gifts and refunds of any kind. */
  countedOnly?: boolean
  after?: FactCursor | undefined
  limit: number
}

/** Effective facts, newest first, a page at a time. Withdrawn ones are left out. */
export async function factsAt(
  inside: Pick<Inside, 'db'>,
  query: FactsQuery,
): Promise<{ rows: FactRow[]; next: FactCursor | null }> {
  const zone = query.range ? await zoneAt(inside, query.batch) : ''
  const known = query.batch === undefined ? sql`` : sql`and newer.batch <= ${query.batch}::bigint`
  const rows = await inside.db.execute<Stored>(sql`
    select ${columns} from fact f
    where f.kind = any(${`{${query.kinds.join(',')}}`}::text[])
      ${query.batch === undefined ? sql`` : sql`and f.batch <= ${query.batch}::bigint`}
      ${query.range ? sql`and ${happenedIn(query.range, zone)}` : sql``}
      ${query.countedOnly ? sql`and (f.kind <> 'conversion' or f.value ->> 'status' = 'approved')` : sql``}
      ${
        query.after
          ? sql`and f.happened_at <= ${query.after.happenedAt}::timestamptz
              and (f.happened_at, f.kind, f.source, f.source_key) <
                (${query.after.happenedAt}::timestamptz, ${query.after.kind}, ${query.after.source}, ${query.after.key})`
          : sql``
      }
      and not f.withdrawn
      and not exists (select 1 from fact newer where newer.kind = f.kind and newer.source = f.source
        and newer.source_key = f.source_key and newer.version > f.version ${known})
    order by f.happened_at desc, f.kind desc, f.source desc, f.source_key desc
    limit ${query.limit + 1}::int`)
  const page = rows.slice(0, query.limit).map(factOf)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    rows: page,
    next: last ? { happenedAt: last.happenedAt, kind: last.kind, source: last.source, key: last.key } : null,
  }
}

/** How many effective facts of these kinds happened in the range, as known at the batch. */
export async function countFactsAt(
  inside: Pick<Inside, 'db'>,
  query: Omit<FactsQuery, 'after' | 'limit'>,
): Promise<number> {
  const zone = query.range ? await zoneAt(inside, query.batch) : ''
  const known = query.batch === undefined ? sql`` : sql`and newer.batch <= ${query.batch}::bigint`
  const [row] = await inside.db.execute<{ n: string }>(sql`
    select count(*)::text as n from fact f
    where f.kind = any(${`{${query.kinds.join(',')}}`}::text[])
      ${query.batch === undefined ? sql`` : sql`and f.batch <= ${query.batch}::bigint`}
      ${query.range ? sql`and ${happenedIn(query.range, zone)}` : sql``}
      ${query.countedOnly ? sql`and (f.kind <> 'conversion' or f.value ->> 'status' = 'approved')` : sql``}
      and not f.withdrawn
      and not exists (select 1 from fact newer where newer.kind = f.kind and newer.source = f.source
        and newer.source_key = f.source_key and newer.version > f.version ${known})`)
  return Number(row?.n ?? 0)
}

/** Every version of one record, oldest first. */
export async function historyOf(
  inside: Pick<Inside, 'db'>,
  kind: string,
  source: string,
  key: string,
): Promise<FactRow[]> {
  const rows = await inside.db.execute<Stored>(sql`
    select ${columns} from fact f where f.kind = ${kind} and f.source = ${source} and f.source_key = ${key} order by f.version`)
  return rows.map(factOf)
}

/** Effective refunds of these conversions as known at a batch: which gifts were given back. */
export async function refundsOf(
  inside: Pick<Inside, 'db'>,
  source: string,
  conversionKeys: readonly string[],
  batch?: number,
): Promise<FactRow[]> {
  const known = (name: 'f' | 'newer') =>
    batch === undefined ? sql`` : sql`and ${sql.raw(name)}.batch <= ${batch}::bigint`
  const rows = await inside.db.execute<Stored>(sql`
    select ${columns} from jsonb_array_elements_text(${JSON.stringify(conversionKeys)}::text::jsonb) wanted (key)
    join fact f on f.kind = 'refund' and f.refers_to = wanted.key and f.source = ${source}
    where not f.withdrawn ${known('f')}
      and not exists (select 1 from fact newer where newer.kind = f.kind and newer.source = f.source
        and newer.source_key = f.source_key and newer.version > f.version ${known('newer')})`)
  return rows.map(factOf)
}
