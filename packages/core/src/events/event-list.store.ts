import { causes, Invalid, NotFound } from '@throughline/canonical'
import { deliveryChannels } from '@throughline/canonical/event'
import { instantOf, sql, type Inside, type SQL } from '@throughline/db'
import type { EventDetail, EventFilter, EventLine, EventPage } from './event-desk.ts'
import { eventNames, type EventNames } from './event-names.store.ts'

type Reading = Pick<Inside, 'db'>

/** How many events a page looks through before it says how far it came. */
const lookedThrough = 5_000
const late = causes.indexOf('late')
const withdrawn = causes.indexOf('withdrawn')

type Row = Record<string, unknown> & {
  event_id: string
  batch: string
  happened_at: string
  recorded_at: string
  contact_no: number
  kind: number
  source: number
  channel: number
  cause: number
  campaign: string | null
  creative: string | null
  region: string | null
  visitor: boolean
}

const line = (row: Row, names: EventNames): EventLine => ({
  eventId: row.event_id,
  kind: names.kind(row.kind),
  source: names.source(row.source),
  happenedAt: instantOf(row.happened_at),
  recordedAt: instantOf(row.recorded_at),
  batch: Number(row.batch),
  late: row.cause === late,
  withdrawn: row.cause === withdrawn,
  channel: deliveryChannels[row.channel - 1] ?? null,
  region: row.region,
  campaign: row.campaign,
  creative: row.creative,
  contact: row.contact_no > 0 ? { no: row.contact_no, visitor: row.visitor } : null,
})

/** What a row of `event` called `e` shows beside its own columns. */
const shown = sql`
  (select n.name from event_name n where n."of" = 'campaign' and n.no = e.campaign_no) as campaign,
  (select n.name from event_name n where n."of" = 'creative' and n.no = e.creative_no) as creative,
  (select n.name from event_name n where n."of" = 'region' and n.no = e.region) as region,
  not exists (select 1 from identity i where i.contact_no = e.contact_no and i.kind <> 'id:events:visitor') as visitor`

/**
 * A page of events, newest recorded first. It walks `(tenant_id, batch)` backwards and looks through a bounded number, so that a
 * filter which matches little costs no more than one that matches all.
 */
export async function eventPage(
  inside: Reading,
  { cursor, limit, ...filter }: EventFilter & { cursor?: string | undefined; limit: number },
): Promise<EventPage> {
  const names = await eventNames(inside)
  const wanted = conditions(filter, names)
  if (wanted === undefined) return { rows: [], next: null, lookedBackTo: null }
  const all = wanted.length === 0
  const through = all ? limit + 1 : lookedThrough
  const before = placeOf(cursor)
  const older = before
    ? sql`batch <= ${before.batch}::bigint and (batch < ${before.batch}::bigint or event_id < ${before.eventId}::uuid)`
    : sql`true`
  // The tenant stands first in the order, for the index is in that order.
  const rows = await inside.db.execute<Row & { hit: boolean; place: number }>(sql`
    select e.*, ${shown} from (
      select s.*, ${all ? sql`true` : sql.join(wanted, sql` and `)} as hit from (
        select event_id, batch, happened_at, recorded_at, contact_no, campaign_no, creative_no, kind, channel, region, source, cause,
          row_number() over (order by tenant_id desc, batch desc, event_id desc)::int as place
        from event where ${older} order by tenant_id desc, batch desc, event_id desc limit ${through}::int) s
      where ${all ? sql`true` : sql`(${sql.join(wanted, sql` and `)}) or s.place = ${through}::int`}
      order by s.place limit ${limit + 2}::int) e
    order by e.place`)
  const hits = rows.filter(({ hit }) => hit)
  const page = hits.slice(0, limit)
  const last = page.at(-1)
  const end = rows.find(({ place }) => place === through)
  const more = hits.length > limit && last ? last : all ? undefined : end
  return {
    rows: page.map((row) => line(row, names)),
    next: more ? `${more.batch}.${more.event_id}` : null,
    lookedBackTo: !all && hits.length <= limit && end ? instantOf(end.recorded_at) : null,
  }
}

/** Undefined where nothing can match. */
function conditions({ kind, source, channel, late: isLate }: EventFilter, names: EventNames): SQL[] | undefined {
  const found: SQL[] = []
  if (kind !== undefined) {
    const no = names.kindNo(kind)
    if (no === undefined) return undefined
    found.push(sql`s.kind = ${no}::int`)
  }
  if (source !== undefined) {
    const no = names.sourceNo(source)
    if (no === undefined) return undefined
    found.push(sql`s.source = ${no}::int`)
  }
  if (channel !== undefined) {
    const no = (deliveryChannels as readonly string[]).indexOf(channel) + 1
    if (no === 0) return undefined
    found.push(sql`s.channel = ${no}::int`)
  }
  if (isLate !== undefined) found.push(isLate ? sql`s.cause = ${late}::int` : sql`s.cause <> ${late}::int`)
  return found
}

function placeOf(cursor: string | undefined): { batch: string; eventId: string } | undefined {
  if (cursor === undefined) return undefined
  const [, batch, eventId] = /^(\d{1,18})\.([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.exec(cursor) ?? []
  if (batch === undefined || eventId === undefined) throw new Invalid('Not a place in this list.', 'cursor')
  return { batch, eventId }
}

/** One event, as it was written last: found by what makes it one, in the month that it lies in. */
export async function eventDetail(inside: Reading, eventId: string): Promise<EventDetail> {
  const [names, rows] = await Promise.all([
    eventNames(inside),
    inside.db.execute<
      Row & { amount: string | null; currency: string; properties: Record<string, unknown> | null }
    >(sql`
      select e.*, t.currency, ${shown} from event_key k
      join event e on e.happened_at = k.happened_at and e.event_id = k.event_id cross join tenant t
      where k.event_id = ${eventId}::uuid order by e.batch desc limit 1`),
  ])
  const [row] = rows
  if (!row) throw new NotFound('No such event here.')
  const properties = row.properties ?? {}
  const said = properties['currency']
  const currency = typeof said === 'string' && /^[A-Z]{3}$/.test(said) ? said : row.currency
  return {
    ...line(row, names),
    amount: row.amount === null ? null : { minor: Number(row.amount), currency },
    properties,
  }
}
