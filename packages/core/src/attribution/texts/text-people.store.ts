import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { contactLinks, dayBounds, rootsAt } from '../../ledger/index.ts'

export const textsBy = ['campaign', 'list', 'day'] as const
export type TextsBy = (typeof textsBy)[number]

/** Whom texts of a range were sent to, and what became of that: distinct people, merged contacts being one. */
export interface TextPeople {
  by: TextsBy | 'all'
  /** Null where rows are not by it, or it is none. */
  source: string | null
  campaign: string | null
  list: string | null
  day: Day | null
  sent: number
  delivered: number
  clicked: number
  optedOut: number
}

/** A click on a text of the range: what says later whose gift it led to. */
export interface TextClick {
  source: string
  campaign: string | null
  list: string | null
  /** The day that its text was sent on. */
  day: Day
  /** Epoch seconds. */
  at: number
}

/** What happens to a text is looked at for so long after the range. */
const afterDays = 30

/**
 * The texts that were sent on a range's days as known at a batch, by broadcast, by list, by day and all together. Of each message what
 * happened to it counts, in whatever order it was told: arrived, clicked by somebody and no machine, answered by wanting no more.
 */
export async function textPeople(
  inside: Pick<Inside, 'db'>,
  { from, to, batch, timeZone }: { from: Day; to: Day; batch: number; timeZone: string },
): Promise<{ people: TextPeople[]; clicks: TextClick[] }> {
  const [start, end] = [dayBounds(from, timeZone).start, dayBounds(to, timeZone).end]
  const links = await contactLinks(inside)
  const rootOf = rootsAt(links, batch)
  const merged = [...new Set(links.map(({ from: no }) => no))].flatMap((no) =>
    rootOf(no) === no ? [] : [{ no, into: rootOf(no) }],
  )
  const at = (epochMs: number) => sql`${new Date(epochMs).toISOString()}::timestamptz`
  const rows = await inside.db.execute<{
    what: TextsBy | 'all' | 'click'
    source: string | null
    campaign: string | null
    list: string | null
    day: Day | null
    sent: string
    delivered: string
    clicked: string
    opted_out: string
    clicks: string[] | null
  }>(sql`
    with merged as materialized (select no, "into" from json_to_recordset(${JSON.stringify(merged)}::text::json) as m (no int, "into" int)),
    told as materialized (
      select f.source, f.contact_no, f.happened_at, f.value ->> 'message' as message, f.value ->> 'campaign' as campaign,
        case f.kind when 'consent' then 'opted_out' else f.value ->> 'type' end as type
      from fact f
      where f.happened_at >= ${at(start)} and f.happened_at < ${at(end + afterDays * 86_400_000)} and f.batch <= ${batch}::bigint
        and f.kind in ('touchpoint', 'consent') and not f.withdrawn and f.value ->> 'channel' = 'sms' and f.value ? 'message'
        and (f.kind = 'touchpoint' and f.value ->> 'type' in ('text_sent', 'text_delivered', 'text_clicked')
          and not coalesce((f.value ->> 'suspect')::boolean, false) or f.kind = 'consent' and f.value ->> 'granted' = 'false')
        and not exists (select 1 from fact newer where newer.kind = f.kind and newer.source = f.source
          and newer.source_key = f.source_key and newer.version > f.version and newer.batch <= ${batch}::bigint offset 0)),
    message as materialized (
      select source, message, max(campaign) as campaign, max(contact_no) filter (where type = 'text_sent') as contact_no,
        (min(happened_at) filter (where type = 'text_sent') at time zone ${timeZone})::date as day,
        bool_or(type in ('text_delivered', 'text_clicked')) as delivered, bool_or(type = 'text_clicked') as clicked,
        bool_or(type = 'opted_out') as opted_out,
        array_agg(extract(epoch from happened_at)::bigint::text) filter (where type = 'text_clicked') as clicks
      from told group by 1, 2
      having min(happened_at) filter (where type = 'text_sent') < ${at(end)}),
    campaign as materialized (
      select distinct on (f.source, f.source_key) f.source, f.source_key, f.value ->> 'list' as list from fact f
      where f.kind = 'campaign' and f.batch <= ${batch}::bigint order by f.source, f.source_key, f.version desc),
    placed as materialized (
      select m.*, c.list, coalesce(g."into", m.contact_no) as person from message m
      left join campaign c on c.source = m.source and c.source_key = m.campaign left join merged g on g.no = m.contact_no)
    select case when grouping(campaign) = 0 then 'campaign' when grouping(list) = 0 then 'list' when grouping(day) = 0 then 'day'
      else 'all' end as what, source, campaign, list, day::text as day, count(distinct person)::text as sent,
      count(distinct person) filter (where delivered)::text as delivered, count(distinct person) filter (where clicked)::text as clicked,
      count(distinct person) filter (where opted_out)::text as opted_out, null::text[] as clicks
    from placed group by grouping sets ((source, campaign), (source, list), (day), ())
    union all
    select 'click', source, campaign, list, day::text, '0', '0', '0', '0', clicks from placed where clicked`)
  return {
    people: rows.flatMap(({ what, ...row }) =>
      what === 'click'
        ? []
        : [
            {
              by: what,
              source: row.source,
              campaign: row.campaign,
              list: row.list,
              day: row.day,
              sent: Number(row.sent),
              delivered: Number(row.delivered),
              clicked: Number(row.clicked),
              optedOut: Number(row.opted_out),
            },
          ],
    ),
    clicks: rows.flatMap(({ what, source, campaign, list, day, clicks }) =>
      what === 'click'
        ? (clicks ?? []).map((second) => ({
            source: source ?? '',
            campaign,
            list,
            day: day ?? from,
            at: Number(second),
          }))
        : [],
    ),
  }
}
