import type { Cause, Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { spendKinds, type DeliveryCell, type DeliveryKind, type DeliveryMovement } from './delivery-cell.ts'

/** Appends movements under the batches that told of them. Only one goes through a tenant's delivery at a time. */
export async function appendDelivery(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  movements: readonly DeliveryMovement[],
  part = 0,
): Promise<void> {
  if (movements.length === 0) return
  await db.execute(sql`
    insert into delivery_movement (tenant_id, day, batch, kind, currency, place_no, told_no, cause, part, minor, n)
    select ${tenantId}, day, batch, kind, currency, "placeNo", "toldNo", cause, ${part}::smallint, minor, n
    from json_to_recordset(${JSON.stringify(movements)}::text::json) as x (day date, batch bigint, kind text, currency text,
      "placeNo" int, "toldNo" int, cause text, minor bigint, n bigint)`)
}

interface Row extends Record<string, unknown> {
  day: Day
  kind: DeliveryKind
  currency: string
  place_no: number
  told_no: number
  minor: string
  n: string
}
const cellOf = (row: Row): DeliveryCell => ({
  day: row.day,
  kind: row.kind,
  currency: row.currency,
  placeNo: row.place_no,
  toldNo: row.told_no,
  minor: Number(row.minor),
  n: Number(row.n),
})

/** Delivery as it is kept, cell by cell; what came to nothing is absent. */
export async function storedDelivery({ db }: Pick<Inside, 'db'>): Promise<DeliveryCell[]> {
  const rows = await db.execute<Row>(sql`
    select day::text as day, kind, currency, place_no, told_no, sum(minor)::text as minor, sum(n)::text as n from delivery_movement
    group by 1, 2, 3, 4, 5 having sum(minor) <> 0 or sum(n) <> 0`)
  return rows.map(cellOf)
}

/** What platforms' rows that told these places come to. */
export async function toldAt({ db }: Pick<Inside, 'db'>, toldNos: readonly number[]): Promise<DeliveryCell[]> {
  if (toldNos.length === 0) return []
  const rows = await db.execute<Row>(sql`
    select day::text as day, kind, currency, place_no, told_no, sum(minor)::text as minor, sum(n)::text as n from delivery_movement
    where told_no = any(${`{${toldNos.join(',')}}`}::int[]) and kind = any(${`{${spendKinds.join(',')}}`}::text[])
    group by 1, 2, 3, 4, 5 having sum(minor) <> 0 or sum(n) <> 0`)
  return rows.map(cellOf)
}

/** What delivery sums are asked for. */
export interface DeliveryAsked {
  from: Day
  to: Day
  /** As known at; without it, now. */
  batch?: number | undefined
  kinds: readonly DeliveryKind[]
  /** A row for each day, each place, each of both, or one for all. */
  by: 'day' | 'place' | 'day_and_place' | 'all'
}

/** Minor units of spend in its currency; `n` of what is counted. */
export interface DeliverySum {
  kind: DeliveryKind
  currency: string
  /** Null where rows are not by day. */
  day: Day | null
  /** Null where rows are not by place. */
  placeNo: number | null
  minor: number
  n: number
}

interface SumRow extends Record<string, unknown> {
  kind: DeliveryKind
  currency: string
  day: Day | null
  place_no: number | null
  minor: string
  n: string
}
const sumOf = (row: SumRow): DeliverySum => ({
  kind: row.kind,
  currency: row.currency,
  day: row.day,
  placeNo: row.place_no,
  minor: Number(row.minor),
  n: Number(row.n),
})

/**
 * What platforms and senders report of a range's days, added up as known at a batch. What counts one kind of message counts messages,
 * not people.
 */
export async function deliverySums({ db }: Pick<Inside, 'db'>, asked: DeliveryAsked): Promise<DeliverySum[]> {
  const day = asked.by === 'day' || asked.by === 'day_and_place' ? sql`day::text` : sql`null::text`
  const place = asked.by === 'place' || asked.by === 'day_and_place' ? sql`place_no` : sql`null::int`
  const rows = await db.execute<SumRow>(sql`
    select kind, currency, ${day} as day, ${place} as place_no, sum(minor)::text as minor, sum(n)::text as n from delivery_movement
    where day between ${asked.from}::date and ${asked.to}::date and kind = any(${`{${asked.kinds.join(',')}}`}::text[])
      ${asked.batch === undefined ? sql`` : sql`and batch <= ${asked.batch}::bigint`}
    group by 1, 2, 3, 4 having sum(minor) <> 0 or sum(n) <> 0 order by 3, 1, 2, 4`)
  return rows.map(sumOf)
}

/** What moved after batch `then` up to batch `now`, by cause. */
export async function deliveryChanges(
  { db }: Pick<Inside, 'db'>,
  { from, to, then, now, kinds }: Pick<DeliveryAsked, 'from' | 'to' | 'kinds'> & { then: number; now: number },
): Promise<(Omit<DeliverySum, 'day' | 'placeNo'> & { cause: Cause })[]> {
  const rows = await db.execute<SumRow & { cause: Cause }>(sql`
    select kind, currency, cause, sum(minor)::text as minor, sum(n)::text as n from delivery_movement
    where day between ${from}::date and ${to}::date and kind = any(${`{${kinds.join(',')}}`}::text[])
      and batch > ${then}::bigint and batch <= ${now}::bigint
    group by 1, 2, 3 having sum(minor) <> 0 or sum(n) <> 0 order by 1, 2, 3`)
  return rows.map(({ kind, currency, cause, minor, n }) => ({
    kind,
    currency,
    cause,
    minor: Number(minor),
    n: Number(n),
  }))
}
