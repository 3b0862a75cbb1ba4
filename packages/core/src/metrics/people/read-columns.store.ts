import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import {
  joinActivity,
  joinGifts,
  type activityWidths,
  type ActivityColumns,
  type GiftColumns,
  type giftWidths,
  type PackedPiece,
} from './columns.ts'

type Reading = Pick<Inside, 'db'>

/** Which of the columns that cost something are wanted; who, what, and whether it was taken back always are. */
export type ExtraColumn = 'sec' | 'campaign' | 'creative' | 'channel' | 'region'
interface Range {
  /** Without it, from the first day on. */
  from?: Day | undefined
  to: Day
  batch: number
}

const later = (batch: number) =>
  sql`with head as materialized (select coalesce(max(batch), 0) > ${batch}::bigint as later from ledger_head)`
const since = (from: Day | undefined) => (from === undefined ? sql`` : sql`day >= ${from}::date and`)

/** What people did on days [from, to]. Which batch wrote what is read only where a later one exists. */
export async function readActivity(
  { db }: Reading,
  { from, to, batch }: Range,
  extra: readonly ExtraColumn[],
): Promise<ActivityColumns> {
  const column = (name: ExtraColumn) => sql.raw(extra.includes(name) ? name : `null::bytea as ${name}`)
  const rows = await db.execute<PackedPiece<typeof activityWidths> & Record<string, unknown>>(sql`
    ${later(batch)}
    select day::text as day, n, contact, kind, sign, ${column('sec')}, ${column('campaign')}, ${column('creative')},
      ${column('channel')}, ${column('region')}, case when (select later from head) then recorded end as recorded
    from activity_strip where ${since(from)} day <= ${to}::date order by day, seq`)
  return joinActivity([...rows])
}

/** Gifts of days [from, to], with their seconds. */
export async function readGifts({ db }: Reading, { from, to, batch }: Range): Promise<GiftColumns> {
  const rows = await db.execute<PackedPiece<typeof giftWidths> & Record<string, unknown>>(sql`
    ${later(batch)}
    select day::text as day, n, contact, kind, sign, sec, case when (select later from head) then recorded end as recorded
    from strip where ${since(from)} day <= ${to}::date order by day, seq`)
  return joinGifts([...rows])
}
