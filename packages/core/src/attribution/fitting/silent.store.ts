import { causes, type Instant } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'

const withdrawn = sql`${causes.indexOf('withdrawn')}::smallint`

/** Contacts who were touched in a time and gave nothing in it: how many, and some of them, the same ones every time. */
export async function silentContacts(
  { db }: Pick<Inside, 'db'>,
  { from, to, most }: { from: Instant; to: Instant; most: number },
): Promise<{ all: number; chosen: number[] }> {
  const rows = await db.execute<{ contact_no: number; all: string }>(sql`
    with touched as materialized (
      select distinct contact_no from fact
      where kind = 'touchpoint' and contact_no is not null and happened_at between ${from}::timestamptz and ${to}::timestamptz
      union
      select distinct contact_no from event e
      where contact_no > 0 and cause <> ${withdrawn} and happened_at between ${from}::timestamptz and ${to}::timestamptz
        and not exists (select 1 from event w where w.event_id = e.event_id and w.happened_at = e.happened_at
          and w.happened_at between ${from}::timestamptz and ${to}::timestamptz and w.cause = ${withdrawn} and w.batch > e.batch)),
    silent as materialized (
      select contact_no from touched t where not exists (
        select 1 from fact f where f.contact_no = t.contact_no and f.kind = 'conversion' and f.happened_at >= ${from}::timestamptz offset 0))
    select contact_no, (select count(*)::text from silent) as all from silent
    order by hashint4(contact_no), contact_no limit ${most}::int`)
  return { all: Number(rows[0]?.all ?? 0), chosen: rows.map(({ contact_no }) => contact_no) }
}
