import { givingKinds, Invalid, type MovementKind } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import type { Ask, Cell, MeasureId, MeasureStore } from '../registry/measure.ts'
import { addCells } from './add-cells.ts'
import { daysAsked, hoursAsked } from './days-asked.store.ts'
import { firstDay } from '../tenant.store.ts'

const kinds = [...givingKinds, 'spend'] as const
const counted: Partial<Record<MovementKind, MeasureId>> = {
  gross: 'gifts',
  refund: 'refunds',
  chargeback: 'chargebacks',
}

/** Sums of money movements: exact at any batch. */
export const moneyStore: MeasureStore = { since: firstDay, read }

async function read({ db }: Inside, ask: Ask): Promise<Cell[]> {
  const wanted = new Set<string>(ask.measures)
  const { by, filter, batch, currency } = ask
  const row =
    by === 'day'
      ? sql`day::text`
      : by === 'hour'
        ? sql`hour::text`
        : by === 'recurring'
          ? sql`case when recurring then 'recurring' else 'one_time' end`
          : sql`null::text`
  const recurring = filter.recurring?.map(checkedRecurring)
  const found = await db.execute<Row>(sql`
    select ${row} as "row", kind, currency, recurring, case when currency <> ${currency} then day::text end as day,
      sum(minor)::text as minor, sum(n)::text as n
    from money_movement
    where ${ask.range.hour === null && filter.hour === undefined ? daysAsked(ask) : hoursAsked(ask)}
      and kind = any (${`{${kinds.join(',')}}`}::text[]) and batch <= ${batch}::bigint
      ${recurring === undefined ? sql`` : sql`and recurring = any (${`{${recurring.join(',')}}`}::boolean[])`}
    group by 1, 2, 3, 4, 5`)
  const sums = addCells<MeasureId>(currency)
  for (const { row: at, kind, currency: of, recurring: plan, day, minor, n } of found) {
    const amount = { currency: of, day: day ?? '', minor: Number(minor) }
    if (wanted.has(kind)) sums.money(kind as MeasureId, at, amount)
    if (kind === 'gross' && plan && wanted.has('gross_recurring')) sums.money('gross_recurring', at, amount)
    const count = counted[kind]
    if (count !== undefined && wanted.has(count)) sums.count(count, at, Number(n))
  }
  return sums.cells()
}

interface Row extends Record<string, unknown> {
  row: string | null
  kind: MovementKind
  currency: string
  recurring: boolean
  day: string | null
  minor: string
  n: string
}

function checkedRecurring(key: string | null): boolean {
  if (key !== 'recurring' && key !== 'one_time')
    throw new Invalid('Recurring is `recurring` or `one_time`.', 'filter.recurring')
  return key === 'recurring'
}
