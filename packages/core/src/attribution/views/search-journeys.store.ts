import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'

/** More than this is no longer looking for something. */
const most = 5_000

/** Journeys of a range that a text is found in: the source's own id, the form, a code, or a place that touches came from. */
export async function searchedJourneys(
  { db }: Pick<Inside, 'db'>,
  { from, to, search }: { from: Day; to: Day; search: string },
): Promise<Int32Array> {
  const like = `%${search.toLowerCase().replaceAll(/[\\%_]/g, (each) => `\\${each}`)}%`
  const rows = await db.execute<{ journey_no: number }>(sql`
    with places as materialized (
      select place_no from touch_place where lower(concat_ws(' ', campaign, creative, refcode, list, partner)) like ${like})
    select j.journey_no from journey j
    where j.day between ${from}::date and ${to}::date
      and (j.source_key = ${search} or lower(coalesce(j.form, '')) like ${like}
        or j.first_place in (select place_no from places) or j.last_place in (select place_no from places)
        or exists (select 1 from jsonb_each_text(j.codes -> 'refcodes') r where lower(r.value) like ${like}))
    order by j.journey_no limit ${most}::int`)
  return Int32Array.from(rows, ({ journey_no }) => journey_no)
}
