import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { packEvents, stripColumns, unpackEvents, type StripEvent, type StripPiece } from './activity-strip.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>
type Row = StripPiece & { day: Day } & Record<string, unknown>

/** Below this, a piece is small: merged with the others of its day when there are many. */
const smallPiece = 8_192
/** More small pieces of one day than this are merged at once. */
const piecesLimit = 32

const names = sql.raw(stripColumns.join(', '))

/** Adds events to their days as small pieces, and merges those of days that have too many. */
export async function appendActivityStrips(
  writing: Writing,
  events: readonly (StripEvent & { day: Day })[],
): Promise<void> {
  const pieces = [...Map.groupBy(events, ({ day }) => day)].flatMap(([day, list]) =>
    packEvents(list).map((piece) => ({ day, piece })),
  )
  const crowded = await insertPieces(writing, pieces)
  if (crowded.length > 0) await mergeActivity(writing, crowded, 'small')
}

/** Puts pieces behind those their days have; answers the days that have too many small ones. */
async function insertPieces(
  { db, tenantId }: Writing,
  pieces: readonly { day: Day; piece: StripPiece }[],
): Promise<Day[]> {
  if (pieces.length === 0) return []
  const placed = [...Map.groupBy(pieces, ({ day }) => day).values()].flatMap((list) =>
    list.map(({ day, piece }, place) => ({ day, place, n: piece.n, ...encoded(piece) })),
  )
  const rows = await db.execute<{ day: string; small: number }>(sql`
    insert into activity_strip (tenant_id, day, seq, n, ${names})
    select ${tenantId}, x.day, coalesce((select max(s.seq) + 1 from activity_strip s where s.day = x.day), 0) + place, n,
      ${sql.raw(stripColumns.map((name) => `decode(x."${name}", 'base64')`).join(', '))}
    from json_to_recordset(${JSON.stringify(placed)}::text::json) as x (day date, place smallint, n int,
      ${sql.raw(stripColumns.map((name) => `"${name}" text`).join(', '))})
    returning day::text as day, (select count(*)::int from activity_strip s where s.day = activity_strip.day and s.n < ${smallPiece}) as small`)
  return [...new Set(rows.filter(({ small }) => small >= piecesLimit).map(({ day }) => day))]
}

const encoded = (piece: StripPiece) =>
  Object.fromEntries(stripColumns.map((name) => [name, Buffer.from(piece[name]).toString('base64')]))

/** Merges the pieces of days into as few as their size allows: all of them, or the small ones. */
async function mergeActivity(writing: Writing, days: readonly Day[], which: 'all' | 'small'): Promise<void> {
  const rows = await writing.db.execute<Row>(sql`
    delete from activity_strip where day = any(${`{${days.join(',')}}`}::date[]) ${which === 'small' ? sql`and n < ${smallPiece}` : sql``}
    returning day::text as day, n, ${names}`)
  const merged = [...Map.groupBy(rows, ({ day }) => day)].flatMap(([day, pieces]) =>
    packEvents(pieces.flatMap(unpackEvents)).map((piece) => ({ day, piece })),
  )
  await insertPieces(writing, merged)
}

/** The packed rows of days [from, to], in order. */
export async function activityStrips(
  { db }: Pick<Inside, 'db'>,
  { from, to }: { from: Day; to: Day },
): Promise<(StripPiece & { day: Day })[]> {
  const rows = await db.execute<Row>(sql`
    select day::text as day, n, ${names} from activity_strip where day between ${from}::date and ${to}::date order by day, seq`)
  return [...rows]
}

/** Merges days before `before` that are in pieces, at most `limit` of them; answers how many. */
export async function mergeClosedActivity(writing: Writing, before: Day, limit = 50): Promise<number> {
  const rows = await writing.db.execute<{ day: string }>(sql`
    select day::text as day from activity_strip where day < ${before}::date group by day
    having count(*) > 1 and min(n) < ${smallPiece} order by day limit ${limit}::int`)
  if (rows.length > 0)
    await mergeActivity(
      writing,
      rows.map(({ day }) => day),
      'all',
    )
  return rows.length
}

/** Puts these events in the place of all that a day's strips hold. */
export async function replaceActivityDay(writing: Writing, day: Day, events: readonly StripEvent[]): Promise<void> {
  await writing.db.execute(sql`delete from activity_strip where day = ${day}::date`)
  await insertPieces(
    writing,
    packEvents(events).map((piece) => ({ day, piece })),
  )
}

/** The first day after one that has strips; undefined behind the last. */
export async function nextActivityDay({ db }: Pick<Inside, 'db'>, after: Day | null): Promise<Day | undefined> {
  const [row] = await db.execute<{ day: string | null }>(sql`
    select min(day)::text as day from activity_strip where day > ${after ?? '-infinity'}::date`)
  return row?.day ?? undefined
}
