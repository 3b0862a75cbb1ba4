import type { Instant } from '@throughline/canonical'
import { instantOf, sql, type Inside, type SQL } from '@throughline/db'
import { dayBounds, happenedIn, zoneAt, type FactCursor } from '../ledger/index.ts'
import type { DayRange } from './compared-range.ts'

/** People behind a figure, as known at a batch. */
export interface PeopleQuery {
  range: DayRange
  batch: number
  /** Only those without a gift before the range. */
  newOnly: boolean
}

/** One person who gave in the range, by the first of their gifts in it. */
export interface PersonRow {
  contactNo: number | null
  source: string
  key: string
  happenedAt: Instant
  /** All that they gave in the range, minor units; null where currencies differ. */
  minor: number | null
  currency: string
}

interface Stored extends Record<string, unknown> {
  contact_no: number | null
  source: string
  source_key: string
  happened_at: string
  minor: string
  currency: string
  currencies: string
}

/** People who gave in the range, newest first gift first. People who were merged are one. */
export async function peopleRows(
  inside: Pick<Inside, 'db'>,
  query: PeopleQuery & { merged: ReadonlyMap<number, number>; after: FactCursor | undefined; limit: number },
): Promise<{ rows: PersonRow[]; next: FactCursor | null }> {
  const zone = await zoneAt(inside, query.batch)
  const after = query.after
    ? sql`and (happened_at, source, source_key) < (${query.after.happenedAt}::timestamptz, ${query.after.source}, ${query.after.key})`
    : sql``
  const rows = await inside.db.execute<Stored>(sql`
    ${givers(query, zone, query.merged)}
    select contact_no, source, source_key, happened_at, minor::text as minor, currency, currencies::text as currencies from givers
    where true ${after} order by happened_at desc, source desc, source_key desc limit ${query.limit + 1}::int`)
  const page = rows.slice(0, query.limit).map((row) => ({
    contactNo: row.contact_no,
    source: row.source,
    key: row.source_key,
    happenedAt: instantOf(row.happened_at),
    minor: Number(row.currencies) > 1 ? null : Number(row.minor),
    currency: row.currency,
  }))
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    rows: page,
    next: last ? { happenedAt: last.happenedAt, kind: 'donor', source: last.source, key: last.key } : null,
  }
}

/** The rows of the effective gifts in the range, one per person: their first. */
function givers(query: PeopleQuery, zone: string, merged: ReadonlyMap<number, number>): SQL {
  const start = new Date(dayBounds(query.range.from, zone).start).toISOString()
  const links = [...merged].map(([from, into]) => ({ from, into }))
  const earlier = query.newOnly
    ? sql`where not exists (select 1 from effective_gift e where e.person = g.person and e.before)`
    : sql``
  return sql`
    with link as materialized (select * from json_to_recordset(${JSON.stringify(links)}::text::json) as l ("from" int, "into" int)),
    effective_gift as materialized (
      select coalesce(l."into", f.contact_no, 0) as person, f.contact_no, f.source, f.source_key, f.happened_at,
        (f.value #>> '{amount,minor}')::bigint as minor, f.value #>> '{amount,currency}' as currency,
        not ${happenedIn(query.range, zone)} as before
      from fact f left join link l on l."from" = f.contact_no
      where f.kind = 'conversion' and f.batch <= ${query.batch}::bigint and not f.withdrawn and f.value ->> 'status' = 'approved'
        and (${happenedIn(query.range, zone)} ${query.newOnly ? sql`or f.happened_at < ${start}::timestamptz` : sql``})
        and not exists (select 1 from fact newer where newer.kind = f.kind and newer.source = f.source
          and newer.source_key = f.source_key and newer.version > f.version and newer.batch <= ${query.batch}::bigint)),
    ranked as (
      select *, row_number() over (partition by person order by happened_at, source, source_key) as place,
        sum(minor) over (partition by person) as total, min(currency) over (partition by person) as least,
        max(currency) over (partition by person) as most
      from effective_gift where not before),
    givers as (
      select g.contact_no, g.source, g.source_key, g.happened_at, g.total as minor, g.currency,
        case when g.least = g.most then 1 else 2 end as currencies
      from (select * from ranked where place = 1) g ${earlier})`
}
