import { causes, type Day } from '@throughline/canonical'
import { eventTypes } from '@throughline/canonical/event'
import { sql, type Inside, type SQL } from '@throughline/db'
import { readPlaces } from '../../attribution/places.store.ts'
import { placeIn } from '../../attribution/place.ts'
import type { Measure } from '../../events/written-event.ts'
import { batchMoment } from '../../ledger/index.ts'
import { isPlaceDimension } from '../registry/dimension.ts'
import type { Ask, Cell, MeasureId, MeasureStore } from '../registry/measure.ts'
import { addCells } from './add-cells.ts'
import { creditChannelOf, measuresOf } from './counts-of-events.ts'
import { daysAsked, hoursAsked } from './days-asked.store.ts'
import { filtersPlaces, placeRows, type PlacePart } from './place-rows.ts'

const counts = ['delivered', 'viewed', 'clicked', 'converted', 'unsubscribed'] as const satisfies readonly Measure[]
const { campaign_delivered, campaign_viewed, campaign_clicked, campaign_converted, user_unsubscribed } = eventTypes
const withdrawn = causes.indexOf('withdrawn')

const since: MeasureStore['since'] = async ({ db }, batch) => {
  const [row] = await db.execute<{ day: string }>(sql`
    select day::text as day from activity_hour where recorded_day <= coalesce((select (recorded_at at time zone 'UTC')::date from batch
      where batch = ${batch}::bigint), '0001-01-01') order by tenant_id, day limit 1`)
  return row?.day
}

/** Counts of events by campaign and creative. */
export const activityStore: MeasureStore = { since, read: (inside, ask) => read(inside, ask, 'activity_movement') }
/** Counts of events by hour, without campaigns. */
export const activityHourStore: MeasureStore = { since, read: (inside, ask) => read(inside, ask, 'activity_hour') }

interface Row extends Record<string, unknown> {
  row: string | null
  campaign_no: number
  creative_no: number
  channel: number
}

async function read(inside: Inside, ask: Ask, table: 'activity_movement' | 'activity_hour'): Promise<Cell[]> {
  const { by, filter } = ask
  const hourly = table === 'activity_hour'
  const byPlace = by !== null && isPlaceDimension(by)
  const named = !hourly && (byPlace || filtersPlaces(filter))
  const row = by === 'day' ? sql`day::text` : by === 'hour' ? sql`hour::text` : sql`null::text`
  const key = sql`${row} as "row", ${named ? sql`campaign_no, creative_no` : sql`0 as campaign_no, 0 as creative_no`}, channel`
  const days = hourly ? hoursAsked(ask) : daysAsked(ask)
  const found = await inside.db.execute<Row>(await asOf(inside, ask, { table, key, days }))
  const places = named || byPlace || filtersPlaces(filter) ? await placesOf(inside, found) : undefined
  const wanted = new Set<MeasureId>(ask.measures)
  const sums = addCells<MeasureId>(ask.currency)
  for (const each of found) {
    const place = places?.of(each)
    if (places && !places.rows.passes(place, filter)) continue
    const at = byPlace && places ? places.rows.keyOf(place, by) : each.row
    for (const count of counts)
      for (const measure of measuresOf(count, each.channel))
        if (wanted.has(measure)) sums.count(measure, at, Number(each[count]))
  }
  return sums.cells()
}

/**
 * Counts as known at a batch: those of the days recorded before the batch's own day, and of that day the events themselves up to the
 * batch, since counts of a day that is still being recorded are changed in place. Where nothing came later, the counts are those of the
 * batch. Whether something did is found by the statement that reads, lest it come between the two.
 */
async function asOf(
  inside: Inside,
  { batch }: Ask,
  { table, key, days }: { table: string; key: SQL; days: SQL },
): Promise<SQL> {
  const moment = await batchMoment(inside, batch)
  const day: Day = (moment?.recordedAt ?? '0001-01-01').slice(0, 10)
  const sums = sql.raw(counts.map((name) => `sum(${name})::text as ${name}`).join(', '))
  const of = (kind: { code: number }, more: SQL = sql``) =>
    sql`case when kind = ${kind.code}::smallint ${more} then case when cause = ${withdrawn}::smallint then -1 else 1 end else 0 end`
  const columns = sql.raw(`day, ${table === 'activity_hour' ? 'hour' : 'campaign_no, creative_no'}, channel`)
  return sql`
    with head as materialized (select coalesce(max(batch), 0) > ${batch}::bigint as later from ledger_head)
    select ${key}, ${sums} from (
      select ${columns}, ${sql.raw(counts.join(', '))} from ${sql.raw(table)}
      where ${days} and (recorded_day < ${day}::date or not (select later from head))
      union all
      select ${columns}, ${of(campaign_delivered, sql`and coalesce((properties -> 'is_holdout')::text <> 'true', true)`)} as delivered,
        ${of(campaign_viewed, sql`and coalesce(properties ->> 'view_type' <> 'received', true)`)} as viewed, ${of(campaign_clicked)} as clicked, ${of(campaign_converted)} as converted,
        ${of(user_unsubscribed)} as unsubscribed
      from event where (select later from head) and batch <= ${batch}::bigint and ${days}
        and batch > coalesce((select max(b.batch) from batch b where b.recorded_at < ${`${day}T00:00:00Z`}::timestamptz), 0)
    ) known group by 1, 2, 3, 4`
}

/** Whose campaign and creative the numbers are, as places. */
async function placesOf(inside: Inside, rows: readonly Row[]) {
  const [{ byNo }, names] = await Promise.all([readPlaces(inside), eventNamesOf(inside, rows)])
  return {
    rows: placeRows(byNo.values()),
    of({ campaign_no: campaignNo, creative_no: creativeNo, channel }: Row): PlacePart | undefined {
      const by = creditChannelOf(channel)
      const campaign = names.get(`campaign ${campaignNo}`) ?? null
      if (by === undefined && campaign === null) return undefined
      return {
        ...placeIn(by ?? 'other'),
        source: 'events',
        campaign,
        creative: names.get(`creative ${creativeNo}`) ?? null,
      }
    },
  }
}

async function eventNamesOf({ db }: Inside, rows: readonly Row[]): Promise<Map<string, string>> {
  const nos = [...new Set(rows.flatMap((row) => [row.campaign_no, row.creative_no]))]
  const found = await db.execute<{ of: string; no: number; name: string }>(sql`
    select "of", no, name from event_name where "of" in ('campaign', 'creative') and no = any (${`{${nos.join(',')}}`}::int[])`)
  return new Map(found.map(({ of, no, name }) => [`${of} ${no}`, name]))
}
