import { sql, type Inside } from '@throughline/db'
import { isEffective } from '../../ledger/index.ts'
import type { DayRange } from './claims.store.ts'
import type { NearGift, WonDeal } from './deal-days.ts'

type Reading = Pick<Inside, 'db'>
const most = 5_000
/** Gifts a week before and after are looked at too. */
const around = 8

/** Deals that a CRM has as won on days of the range. */
export async function wonDeals({ db }: Reading, { from, to }: DayRange): Promise<WonDeal[]> {
  const rows = await db.execute<{
    source: string
    key: string
    day: string
    contacts: number[] | null
    minor: string
    currency: string
  }>(sql`
    select f.source, f.source_key as key, ((f.value ->> 'closedAt')::timestamptz at time zone t.time_zone)::date::text as day,
      (f.value -> 'amount' ->> 'minor') as minor, f.value -> 'amount' ->> 'currency' as currency,
      (select array_agg(d.contact_no) from deal_contact d where d.source = f.source and d.deal = f.source_key and d.contact_no > 0)
        as contacts
    from fact f cross join (select time_zone from tenant) t
    where f.kind = 'opportunity' and not f.withdrawn and f.value ->> 'state' = 'won' and f.value -> 'amount' ->> 'minor' is not null
      and ((f.value ->> 'closedAt')::timestamptz at time zone t.time_zone)::date between ${from}::date and ${to}::date
      and ${isEffective(undefined)}
    order by 3 desc, f.source, f.source_key limit ${most}::int`)
  return rows.map(({ contacts, minor, ...row }) => ({ ...row, minor: Number(minor), contactNos: contacts ?? [] }))
}

/** Gifts of these people around the range, with what was given back of each. */
export async function giftsNear(
  { db }: Reading,
  { from, to }: DayRange,
  contactNos: readonly number[],
): Promise<NearGift[]> {
  if (contactNos.length === 0) return []
  const rows = await db.execute<{
    key: string
    day: string
    contact_no: number
    gross: string
    refunded: string
    currency: string
  }>(sql`
    select j.source_key as key, j.day::text as day, j.contact_no, j.gross, j.currency,
      coalesce((select sum(abs(p.minor)) from journey_part p where p.journey_no = j.journey_no and p.kind in ('refund', 'chargeback')), 0)
        as refunded
    from journey j
    where j.contact_no = any(${`{${contactNos.join(',')}}`}::int[]) and j.type in ('donation', 'order')
      and j.happened_at >= ${from}::date - make_interval(days => ${around}::int)
      and j.happened_at < ${to}::date + make_interval(days => ${around}::int)
    order by j.happened_at limit ${most}::int`)
  return rows.map((row) => ({
    ...{ key: row.key, day: row.day, contactNo: row.contact_no, minor: Number(row.gross) },
    ...{ currency: row.currency, refunded: Number(row.refunded) },
  }))
}
