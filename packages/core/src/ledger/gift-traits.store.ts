import { sql, type Inside } from '@throughline/db'
import { happenedIn, zoneAt } from './as-of.store.ts'
import { isEffective } from './facts-at.store.ts'

/** Of one person: conversions that say the trait, those that say the commonest value of it, and how many values there are. */
export interface TraitRow {
  contactNo: number
  known: number
  top: number
  different: number
}

/**
 * What people's effective approved conversions say of `category` (the source's, else the form, else the leading letters of the
 * refcode) or `region`, as known at a batch, by person: contacts that are merged count as one.
 * @param range days to look at; without it, all
 */
export async function giftTraits(
  inside: Pick<Inside, 'db'>,
  of: 'category' | 'region',
  {
    batch,
    range,
    merged,
  }: { batch: number; range?: { from: string; to: string } | undefined; merged: ReadonlyMap<number, number> },
): Promise<TraitRow[]> {
  const value =
    of === 'region'
      ? sql`coalesce(f.value ->> 'region', f.value ->> 'country')`
      : sql`coalesce(f.value -> 'attributes' ->> 'category', f.value ->> 'form', substring(lower(f.value -> 'refcodes' ->> 'refcode') from '^[a-z]+'))`
  const within = range === undefined ? sql`` : sql`and ${happenedIn(range, await zoneAt(inside, batch))}`
  const parts = JSON.stringify([...merged].map(([part, whole]) => ({ part, whole })))
  const rows = await inside.db.execute<{ contact_no: number; known: number; top: number; different: number }>(sql`
    with said as (
      select coalesce(m.whole, f.contact_no) as contact_no, ${value} as value from fact f
      left join json_to_recordset(${parts}::text::json) as m (part int, whole int) on m.part = f.contact_no
      where f.kind = 'conversion' and f.contact_no is not null and not f.withdrawn and f.value ->> 'status' = 'approved'
        and f.batch <= ${batch}::bigint ${within} and ${isEffective(batch)}),
    counted as (select contact_no, value, count(*) as n from said where value is not null group by 1, 2)
    select contact_no, sum(n)::int as known, max(n)::int as top, count(*)::int as different from counted group by 1 order by 1`)
  return rows.map((row) => ({ contactNo: row.contact_no, known: row.known, top: row.top, different: row.different }))
}
