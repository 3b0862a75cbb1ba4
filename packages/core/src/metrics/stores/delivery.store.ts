import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import type { Ask, Cell, MeasureId, MeasureStore } from '../registry/measure.ts'
import { addCells } from './add-cells.ts'
import { daysAsked } from './days-asked.store.ts'
import { placesAsked } from './places-asked.store.ts'

/** What platforms and senders report, by the places of touches: exact at any batch that was followed. */
export const deliveryStore: MeasureStore = {
  async since({ db }, batch) {
    const [row] = await db.execute<{ day: string }>(sql`
      select day::text as day from delivery_movement where batch <= ${batch}::bigint order by tenant_id, day limit 1`)
    return row?.day
  },
  read,
}

interface Row extends Record<string, unknown> {
  row: string | null
  place_no: number
  kind: string
  currency: string
  day: Day | null
  minor: string
  n: string
}

async function read(inside: Inside, ask: Ask): Promise<Cell[]> {
  const { by, batch, currency } = ask
  const asked = await placesAsked(inside, ask)
  const found = await inside.db.execute<Row>(sql`
    select ${by === 'day' ? sql`day::text` : sql`null::text`} as "row", place_no, kind, currency,
      case when currency not in ('', ${currency}) then day::text end as day, sum(minor)::text as minor, sum(n)::text as n
    from delivery_movement where ${daysAsked(ask)} and batch <= ${batch}::bigint ${asked.condition}
    group by 1, 2, 3, 4, 5`)
  const wanted = new Set<MeasureId>(ask.measures)
  const sums = addCells<MeasureId>(currency)
  for (const { row, place_no: placeNo, kind, currency: of, day, minor, n } of found) {
    const at = asked.rowOf ? asked.rowOf(placeNo) : row
    const channel = asked.placeOf(placeNo)?.channel
    const count = (measure: MeasureId, holds = true) => {
      if (wanted.has(measure) && holds) sums.count(measure, at, Number(n))
    }
    switch (kind) {
      case 'spend': {
        const amount = { currency: of, day: day ?? '', minor: Number(minor) }
        if (wanted.has('spend')) sums.money('spend', at, amount)
        if (wanted.has('ad_spend') && channel === 'ads') sums.money('ad_spend', at, amount)
        if (wanted.has('text_spend') && channel === 'sms') sums.money('text_spend', at, amount)
        break
      }
      case 'impressions':
      case 'clicks':
      case 'link_clicks':
        count(kind)
        break
      case 'delivered':
        count('told_delivered')
        break
      case 'sent':
        count('told_mailed', channel === 'email')
        break
      case 'opened':
        count('told_opened')
        break
      case 'message_clicked':
        count('told_clicked', channel === 'email')
        break
      case 'opted_out':
        count('told_opted_out')
    }
  }
  return sums.cells()
}
