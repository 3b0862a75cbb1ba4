import { movementKinds, type Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { customers } from '../journeys/journey.ts'
import { emptyColumns, type JourneyColumns } from './columns.ts'

/** Gifts, with what went back of them, or won deals: never both, for a deal's money may come again as gifts. */
export type ConversionSet = 'gifts' | 'won'

/** Days in the tenant's zone, both included, in one currency. */
export interface ColumnsAsked {
  of: ConversionSet

  from: Day
  to: Day
  currency: string
}

const codes = (list: readonly string[], column: ReturnType<typeof sql>) =>
  sql`array_position(${`{${list.join(',')}}`}::text[], ${column}) - 1`

/**
 * Every journey of which money moved in the range, with the parts that moved in it. Packed by the database into a few long values:
 * a hundred thousand journeys come in one row.
 */
export async function readColumns({ db }: Pick<Inside, 'db'>, asked: ColumnsAsked): Promise<JourneyColumns> {
  const moved = sql`journey_part where day between ${asked.from}::date and ${asked.to}::date and currency = ${asked.currency}
    and (kind = 'won') = ${asked.of === 'won'}`
  const [row] = await db.execute<{
    heads: Uint8Array | null
    touches: Uint8Array | null
    parts: Uint8Array | null
  }>(sql`
    with wanted as materialized (select distinct journey_no from ${moved}),
    found as materialized (
      select j.journey_no, j.n, j.customer, j.happened_at, j.decided_at, j.touches, j.milestones from wanted w
      cross join lateral (select * from journey where journey.journey_no = w.journey_no offset 0) j)
    select
      (select string_agg(int4send(journey_no) || int4send(n) || int8send(extract(epoch from happened_at)::bigint)
          || int8send(extract(epoch from decided_at)::bigint) || int4send(${codes(customers, sql`customer`)})
          || ${reached('lead')} || ${reached('opportunity')}, ''::bytea
        order by journey_no) from found) as heads,
      (select string_agg(touches, ''::bytea order by journey_no) from found) as touches,
      (select string_agg(int4send(journey_no) || int4send(${codes(movementKinds, sql`kind`)}) || int8send(minor) || int8send(before),
        ''::bytea order by journey_no, day, seq) from ${moved}) as parts`)
  return unpack(row?.heads ?? nothing, row?.touches ?? nothing, row?.parts ?? nothing)
}

/** When a deal came so far, in seconds; 0 where it did not, or that is not known. */
const reached = (milestone: 'lead' | 'opportunity') =>
  sql`int8send(coalesce(extract(epoch from (milestones ->> ${milestone})::timestamptz)::bigint, 0))`

const nothing = new Uint8Array()
const [headBytes, touchBytes, partBytes] = [44, 10, 24]

/** Big-endian records as the database sends them, but for touches, which are packed as they are stored: little-endian, by journey. */
function unpack(heads: Uint8Array, touches: Uint8Array, parts: Uint8Array): JourneyColumns {
  const n = heads.length / headBytes
  const columns = emptyColumns(n, touches.length / touchBytes, parts.length / partBytes)
  const [head, touch, part] = [heads, touches, parts].map((bytes) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
  ) as [Buffer, Buffer, Buffer]
  let [t, p] = [0, 0]
  for (let i = 0; i < n; i += 1) {
    const at = i * headBytes
    const journeyNo = head.readInt32BE(at)
    const count = head.readInt32BE(at + 4)
    columns.journeyNo[i] = journeyNo
    columns.happened[i] = Number(head.readBigInt64BE(at + 8))
    columns.decided[i] = Number(head.readBigInt64BE(at + 16))
    columns.customer[i] = head.readInt32BE(at + 24)
    columns.lead[i] = Number(head.readBigInt64BE(at + 28))
    columns.opportunity[i] = Number(head.readBigInt64BE(at + 36))
    columns.touchFrom[i] = t
    const from = t * touchBytes
    for (let k = 0; k < count; k += 1) {
      columns.touchAt[t + k] = touch.readUInt32LE(from + 4 * k)
      columns.touchPlace[t + k] = touch.readUInt32LE(from + 4 * (count + k))
      columns.touchType[t + k] = touch[from + 8 * count + k] ?? 0
      columns.touchTier[t + k] = touch[from + 9 * count + k] ?? 0
    }
    t += count
    columns.partFrom[i] = p
    for (; p * partBytes < part.length && part.readInt32BE(p * partBytes) === journeyNo; p += 1) {
      columns.partKind[p] = part.readInt32BE(p * partBytes + 4)
      columns.partMinor[p] = Number(part.readBigInt64BE(p * partBytes + 8))
      columns.partBefore[p] = Number(part.readBigInt64BE(p * partBytes + 16))
    }
  }
  columns.touchFrom[n] = t
  columns.partFrom[n] = p
  return columns
}
