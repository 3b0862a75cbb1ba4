import { causes } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { lockLedger, moveHead } from '../../ledger/head.store.ts'
import { appendActivityStrips } from '../activity-strip.store.ts'
import { addActivity } from '../activity.store.ts'
import { activityOf } from '../activity.ts'
import { appendEvents, eventHead } from '../event.store.ts'
import { measureOf } from '../measure-of.ts'
import { stripKindOf } from '../strip-kind.ts'
import type { WrittenEvent } from '../written-event.ts'

const withdrawn = causes.indexOf('withdrawn')

/** The first batch of an import after one; undefined where there is none. */
export async function nextImportBatch(
  { db }: Pick<Inside, 'db'>,
  importId: string,
  after: number,
): Promise<number | undefined> {
  const [row] = await db.execute<{ batch: string }>(sql`
    select batch from batch where origin = 'import' and origin_id = ${importId}::uuid and batch > ${after}::bigint
    order by batch limit 1`)
  return row && Number(row.batch)
}

interface Row extends Record<string, unknown> {
  id: string
  ms: string
  day: string
  amount: string | null
  contact_no: number
  campaign_no: number
  creative_no: number
  hour: number
  kind: number
  channel: number
  region: number
  source: number
  properties: string
  held: boolean
  engagement: string | null
}

/** Events of a batch as they are written again to be taken back. */
async function eventsOf({ db }: Pick<Inside, 'db'>, batch: number): Promise<WrittenEvent[]> {
  const rows = await db.execute<Row>(sql`
    select event_id as id, (extract(epoch from happened_at) * 1000)::bigint as ms, day::text as day, amount, contact_no, campaign_no,
      creative_no, hour, kind, channel, region, source, coalesce(properties, '{}')::text as properties,
      coalesce(properties -> 'is_holdout' = 'true'::jsonb, false) as held, coalesce(properties ->> 'engagement_type', properties ->> 'view_type') as engagement
    from event where batch = ${batch}::bigint and cause <> ${withdrawn}::smallint`)
  return rows.map((row) => ({
    eventId: row.id,
    happenedAt: Number(row.ms),
    day: row.day,
    hour: row.hour,
    kind: row.kind,
    contactNo: row.contact_no,
    campaignNo: row.campaign_no,
    creativeNo: row.creative_no,
    channel: row.channel,
    region: row.region,
    source: row.source,
    cause: withdrawn,
    amount: row.amount === null ? null : Number(row.amount),
    measure: measureOf(row.kind, row.held, row.engagement ?? undefined),
    properties: row.properties,
  }))
}

/**
 * Takes a batch of events back, in a batch of its own: each is written again as withdrawn, everything counted of it and its place
 * in the strips is taken away, and its id may come anew. Of one batch call it once; the caller keeps track in the same transaction.
 * @returns how many, and the number of the new batch
 */
export async function withdrawBatch(
  inside: Inside,
  { batch, originId }: { batch: number; originId: string },
): Promise<{ n: number; batch: number | undefined }> {
  const [, head, events] = await Promise.all([lockLedger(inside), eventHead(inside), eventsOf(inside, batch)])
  if (events.length === 0) return { n: 0, batch: undefined }
  const next = head.batch + 1
  await Promise.all([
    ...appendEvents(inside, { batch: next, recordedAt: head.recordedAt, origin: 'import_undo', originId }, events),
    ...addActivity(inside, new Date(head.recordedAt).toISOString().slice(0, 10), activityOf(events, -1)),
    moveHead(inside, { batch: next, contactNo: head.contactNo }),
    appendActivityStrips(
      inside,
      events
        .filter(({ contactNo }) => contactNo > 0)
        .map((event) => ({
          day: event.day,
          contact: event.contactNo,
          sec: Math.floor(event.happenedAt / 1000),
          kind: stripKindOf(event.kind, event.measure),
          sign: -1 as const,
          campaign: event.campaignNo,
          creative: event.creativeNo,
          channel: event.channel,
          region: event.region,
          recorded: next,
          cause: withdrawn,
        })),
    ),
    inside.db.execute(
      sql`delete from event_key where event_id = any (${`{${events.map(({ eventId }) => eventId).join(',')}}`}::uuid[])`,
    ),
  ])
  return { n: events.length, batch: next }
}
