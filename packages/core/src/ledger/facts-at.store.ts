import type { Cause, Day, Instant } from '@throughline/canonical'
import { instantOf, sql, type Inside, type SQL } from '@throughline/db'
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
  /** Only of these contacts. */
  contactNos?: readonly number[]
  after?: FactCursor | undefined
  limit: number
}

/**
 * True of the row `f` when no newer version of it was known at the batch. `offset 0` keeps it a look-up of its own per row: made
 * a join, it depends on statistics that a first load of history leaves wrong, and took 22 s instead of 1 ms.
 */
export const isEffective = (batch: number | undefined): SQL => sql`not exists (select 1 from fact newer
  where newer.kind = f.kind and newer.source = f.source and newer.source_key = f.source_key and newer.version > f.version
    ${batch === undefined ? sql`` : sql`and newer.batch <= ${batch}::bigint`} offset 0)`

async function wanted(inside: Pick<Inside, 'db'>, query: Omit<FactsQuery, 'after' | 'limit' | 'kinds'>): Promise<SQL> {
  const zone = query.range ? await zoneAt(inside, query.batch) : ''
  return sql`not f.withdrawn
    ${query.batch === undefined ? sql`` : sql`and f.batch <= ${query.batch}::bigint`}
    ${query.range ? sql`and ${happenedIn(query.range, zone)}` : sql``}
    ${query.countedOnly ? sql`and (f.kind <> 'conversion' or f.value ->> 'status' = 'approved')` : sql``}
    ${query.contactNos ? sql`and f.contact_no = any(${`{${query.contactNos.join(',')}}`}::int[])` : sql``}
    and ${isEffective(query.batch)}`
}

/** Effective facts, newest first, a page at a time. Withdrawn ones are left out. */
export async function factsAt(
  inside: Pick<Inside, 'db'>,
  query: FactsQuery,
): Promise<{ rows: FactRow[]; next: FactCursor | null }> {
  const { after, limit } = query
  const facts = await wanted(inside, query)
  const onwards = after
    ? sql`and f.happened_at <= ${after.happenedAt}::timestamptz and (f.happened_at, f.kind, f.source, f.source_key) <
        (${after.happenedAt}::timestamptz, ${after.kind}, ${after.source}, ${after.key})`
    : sql``
  // Each kind is read along its own index, newest first, and only so far as one page could need; in the order of that index.
  const newestOf = (kind: string) => sql`(select ${columns} from fact f where f.kind = ${kind} and ${facts} ${onwards}
    order by f.tenant_id desc, f.kind desc, f.happened_at desc, f.source desc, f.source_key desc limit ${limit + 1}::int)`
  const rows = await inside.db.execute<Stored>(sql`
    select * from (${sql.join(query.kinds.map(newestOf), sql` union all `)}) f
    order by happened_at desc, kind desc, source desc, source_key desc limit ${limit + 1}::int`)
  const page = rows.slice(0, limit).map(factOf)
  const last = rows.length > limit ? page.at(-1) : undefined
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
  const [row] = await inside.db.execute<{ n: string }>(sql`
    select count(*)::text as n from fact f
    where f.kind = any(${`{${query.kinds.join(',')}}`}::text[]) and ${await wanted(inside, query)}`)
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
  const rows = await inside.db.execute<Stored>(sql`
    select ${columns} from fact f
    where f.kind = 'refund' and f.source = ${source} and not f.withdrawn
      and f.refers_to = any(array(select jsonb_array_elements_text(${JSON.stringify(conversionKeys)}::text::jsonb)))
      ${batch === undefined ? sql`` : sql`and f.batch <= ${batch}::bigint`} and ${isEffective(batch)}`)
  return rows.map(factOf)
}
