import { givingKinds, Invalid, type Day, type MovementKind } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { tiers } from '../../attribution/evidence.ts'
import { customers } from '../../attribution/journeys/journey.ts'
import type { Ask, Cell, MeasureStore } from '../registry/measure.ts'
import { arrayOf, daysAsked } from './days-asked.store.ts'
import { foldCredit } from './fold-credit.ts'
import { placesAsked } from './places-asked.store.ts'

/** Credit by the client's own model and window: exact at any batch that was followed back. */
export const creditStore: MeasureStore = {
  async since({ db }, batch) {
    const [row] = await db.execute<{ day: string }>(sql`
      select day::text as day from credit_movement where batch <= ${batch}::bigint order by tenant_id, day limit 1`)
    return row?.day
  },
  read,
}

interface Row extends Record<string, unknown> {
  row: string | null
  place_no: number
  certain: boolean
  kind: MovementKind
  first: boolean
  currency: string
  day: Day | null
  minor: string
  micro: string
}

async function read(inside: Inside, ask: Ask): Promise<Cell[]> {
  const { by, filter, batch, currency } = ask
  const asked = await placesAsked(inside, ask)
  const row =
    by === 'day'
      ? sql`day::text`
      : by === 'donor_type'
        ? sql`customer`
        : by === 'tier'
          ? sql`tier::text`
          : sql`null::text`
  const types = filter.donor_type?.map((key) => checkedKey(key, customers, 'donor_type'))
  const sure = filter.tier?.map((key) => tiers.indexOf(checkedKey(key, tiers, 'tier')))
  const found = await inside.db.execute<Row>(sql`
    select ${row} as "row", ${asked.rowOf ? sql`place_no` : sql`least(place_no, 1)`} as place_no, tier = 0 as certain, kind,
      customer = 'new' as first, currency, case when currency <> ${currency} then day::text end as day,
      sum(minor)::text as minor, sum(micro)::text as micro
    from credit_movement
    where ${daysAsked(ask)} and batch <= ${batch}::bigint and kind = any (${arrayOf(givingKinds)}::text[]) ${asked.condition}
      ${types === undefined ? sql`` : sql`and customer = any (${arrayOf(types)}::text[])`}
      ${sure === undefined ? sql`` : sql`and tier = any (${arrayOf(sure)}::smallint[])`}
    group by 1, 2, 3, 4, 5, 6, 7`)
  return foldCredit(
    found.map((each) => ({
      row: asked.rowOf ? asked.rowOf(each.place_no) : by === 'tier' ? (tiers[Number(each.row)] ?? 'none') : each.row,
      known: each.place_no !== 0,
      certain: each.certain,
      first: each.first,
      kind: each.kind,
      currency: each.currency,
      day: each.day,
      minor: Number(each.minor),
      micro: Number(each.micro),
    })),
    ask,
  )
}

/** @throws Invalid naming what there is */
export function checkedKey<T extends string>(key: string | null, all: readonly T[], dimension: string): T {
  const found = all.find((each) => each === key)
  if (found === undefined) throw new Invalid(`It is one of ${all.join(', ')}.`, `filter.${dimension}`)
  return found
}
