import { sql, type Inside } from '@throughline/db'
import { happenedIn, zoneAt } from '../../ledger/index.ts'
import { creditChannels, placeIn, type CreditChannel } from '../../attribution/place.ts'
import type { PlacePart } from '../stores/place-rows.ts'

/** Touches of people that sources tell of, one by one, at one place. */
export interface ToldTouches {
  place: PlacePart
  n: number
  contact: Uint32Array
  day: Int32Array
  sec: Uint32Array
}

/** Of what sources tell, what somebody got to see or hear: a text once, when it was delivered. */
const seenTypes = ['impression', 'text_delivered', 'email_sent', 'call'] as const
const recordBytes = 16

/** What people were sent on days [from, to], as known at a batch, by where it came from. */
export async function readTouches(
  inside: Pick<Inside, 'db'>,
  { from, to, batch }: { from: string; to: string; batch: number },
  types: readonly string[] = seenTypes,
): Promise<ToldTouches[]> {
  const zone = await zoneAt(inside, batch)
  const rows = await inside.db.execute<Row>(sql`
    select source, value ->> 'channel' as channel, value ->> 'campaign' as campaign, value ->> 'creative' as creative,
      string_agg(int4send(contact_no) || int4send((happened_at at time zone ${zone})::date - date '1970-01-01')
        || int8send(floor(extract(epoch from happened_at))::bigint), ''::bytea) as packed
    from fact f where kind = 'touchpoint' and contact_no is not null and not withdrawn and batch <= ${batch}::bigint
      and ${happenedIn({ from, to }, zone)} and value ->> 'type' = any (${`{${types.join(',')}}`}::text[])
      and coalesce((value ->> 'suspect')::boolean, false) = false
      and not exists (select 1 from fact newer where newer.kind = f.kind and newer.source = f.source
        and newer.source_key = f.source_key and newer.version > f.version and newer.batch <= ${batch}::bigint offset 0)
    group by 1, 2, 3, 4`)
  return rows.map(touchesOf)
}

interface Row extends Record<string, unknown> {
  source: string
  channel: string
  campaign: string | null
  creative: string | null
  packed: Uint8Array
}

function touchesOf({ source, channel, campaign, creative, packed }: Row): ToldTouches {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.length)
  const n = bytes.length / recordBytes
  const known = (creditChannels as readonly string[]).includes(channel) ? (channel as CreditChannel) : 'other'
  return {
    place: { ...placeIn(known), source, campaign, creative },
    n,
    contact: Uint32Array.from({ length: n }, (_, i) => bytes.readInt32BE(i * recordBytes)),
    day: Int32Array.from({ length: n }, (_, i) => bytes.readInt32BE(i * recordBytes + 4)),
    sec: Uint32Array.from({ length: n }, (_, i) => Number(bytes.readBigInt64BE(i * recordBytes + 8))),
  }
}
