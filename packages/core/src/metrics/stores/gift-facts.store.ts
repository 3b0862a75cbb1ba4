import { Invalid, type Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { happenedIn } from '../../ledger/index.ts'
import type { Ask } from '../registry/measure.ts'

/** So many gifts of one amount. */
export interface GiftAmount {
  row: string | null
  /** Given where the currency is not the tenant's. */
  day: Day | null
  currency: string
  minor: number
  approved: number
  declined: number
}

/**
 * Gifts by their amount, as known at a batch: from their facts, since sums do not know single amounts. Whole days; by day, or one-time
 * and recurring, or all together.
 */
export async function giftAmounts(
  { db }: Pick<Inside, 'db'>,
  { range, by, filter, batch, currency, timeZone }: Omit<Ask, 'measures'>,
  { plansOnly = false }: { plansOnly?: boolean } = {},
): Promise<GiftAmount[]> {
  const day = sql`coalesce(f.value -> 'sourceDay' ->> 'day', (f.happened_at at time zone ${timeZone})::date::text)`
  const kind = sql`case when f.value ? 'plan' then 'recurring' else 'one_time' end`
  const days = filter.day?.flatMap((each) => each ?? [])
  const kinds = filter.recurring?.map(checkedKind)
  const rows = await db.execute<{
    row: string | null
    day: string | null
    currency: string
    minor: string
    approved: string
    declined: string
  }>(sql`
    select ${by === 'day' ? day : by === 'recurring' ? kind : sql`null::text`} as "row",
      case when f.value -> 'amount' ->> 'currency' <> ${currency} then ${day} end as day,
      f.value -> 'amount' ->> 'currency' as currency, (f.value -> 'amount' ->> 'minor')::bigint::text as minor,
      count(*) filter (where f.value ->> 'status' = 'approved')::text as approved,
      count(*) filter (where f.value ->> 'status' = 'declined')::text as declined
    from fact f
    where f.kind = 'conversion' and not f.withdrawn and f.batch <= ${batch}::bigint and ${happenedIn(range, timeZone)}
      and f.value ->> 'type' in ('donation', 'order') and f.value ->> 'status' in ('approved', 'declined')
      ${plansOnly ? sql`and f.value ? 'plan'` : sql``}
      ${days === undefined ? sql`` : sql`and ${day} = any (array(select jsonb_array_elements_text(${JSON.stringify(days)}::text::jsonb)))`}
      ${kinds === undefined ? sql`` : sql`and ${kind} = any (${`{${kinds.join(',')}}`}::text[])`}
      and not exists (select 1 from fact newer where newer.kind = f.kind and newer.source = f.source
        and newer.source_key = f.source_key and newer.version > f.version and newer.batch <= ${batch}::bigint offset 0)
    group by 1, 2, 3, 4`)
  return rows.map((row) => ({
    ...row,
    minor: Number(row.minor),
    approved: Number(row.approved),
    declined: Number(row.declined),
  }))
}

function checkedKind(key: string | null): string {
  if (key !== 'recurring' && key !== 'one_time')
    throw new Invalid('Recurring is `recurring` or `one_time`.', 'filter.recurring')
  return key
}
